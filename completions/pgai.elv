
use builtin;
use str;

set edit:completion:arg-completer[pgai] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'pgai'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'pgai'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init 'Import everything that PostgREST serves into manifests'
            cand pull 'Bring manifests to what the database has, keeping comments and formatting'
            cand check 'Check manifests offline: parse, cross-check'
            cand diff 'Show what differs between manifests, database and PostgREST'
            cand plan 'Show what apply would run'
            cand apply 'Make the database what the manifests say, and prove that it is served'
            cand contract 'Show what exactly the API is'
            cand openapi 'Write the OpenAPI document of the API'
            cand doctor 'Say what rights, versions and pairing there are, and what is missing'
            cand explain 'Explain a code such as PGAI-4006'
            cand demo 'See the main job from end to end'
            cand sandbox 'Run a private PostgreSQL and PostgREST'
            cand schema 'Print the JSON Schema of a kind of manifest'
            cand completions 'Print the completions of a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'pgai;init'= {
            cand --schemas 'Exposed schemas, default first'
            cand --config 'PostgREST''s configuration file or `--dump-config` output; - for stdin'
            cand --project 'Name of the project; the database''s where left out'
            cand --grouping 'How versions are looked for'
            cand --group 'Routes of one endpoint, oldest first: ''orders=orders,ordersV2'''
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;pull'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand --check 'Write nothing; exit 3 when files would change'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;check'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand --fix 'Write `columns` as the server types the queries (needs the baseline''s database)'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;diff'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand --exit-code 'Exit 3 when something differs'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;plan'= {
            cand --allow 'Classes of destructive steps to allow'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand --sql 'Write the plan as a script for psql'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;apply'= {
            cand --allow 'Classes of destructive steps to allow'
            cand --lock-wait 'How long to try for locks, in seconds'
            cand --serve-wait 'How long to wait for PostgREST to serve the change, in seconds'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand --yes 'Do not ask'
            cand --dry-run 'Run everything, then roll back'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;contract'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;openapi'= {
            cand -o 'Write to this file'
            cand --output 'Write to this file'
            cand --check 'Compare with this file and write nothing'
            cand --syntax 'JSON or YAML; by the file''s name where left out'
            cand --role 'What these roles can do; all where left out'
            cand --schema 'One exposed schema'
            cand --api-version 'Routes of this endpoint version only'
            cand --server 'URL of the API; the environment''s PostgREST where left out'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;doctor'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;explain'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;demo'= {
            cand --dir 'Folder for it all; a temporary one where left out'
            cand --postgres-version 'PostgreSQL''s major version, 14 to 18'
            cand --postgres 'Folder with PostgreSQL''s programs'
            cand --postgrest-bin 'PostgREST''s program'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand --keep 'Leave the servers running and the files in place'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;sandbox'= {
            cand --dir 'The sandbox''s folder'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand up 'Start what does not run'
            cand down 'Stop what runs'
            cand status 'Say what runs'
            cand env 'Print variables that lead libpq and pgai to it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'pgai;sandbox;up'= {
            cand --postgres-version 'PostgreSQL''s major version, 14 to 18; what is there where left out, else 17'
            cand --postgres 'Folder with PostgreSQL''s programs'
            cand --postgrest-bin 'PostgREST''s program'
            cand --load 'SQL files to load as superuser, in this order'
            cand --config 'PostgREST''s configuration file'
            cand --dir 'The sandbox''s folder'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand --no-postgrest 'Start PostgreSQL alone'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;sandbox;down'= {
            cand --dir 'The sandbox''s folder'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand --remove 'Delete the data as well'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;sandbox;status'= {
            cand --dir 'The sandbox''s folder'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;sandbox;env'= {
            cand --dir 'The sandbox''s folder'
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;sandbox;help'= {
            cand up 'Start what does not run'
            cand down 'Stop what runs'
            cand status 'Say what runs'
            cand env 'Print variables that lead libpq and pgai to it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'pgai;sandbox;help;up'= {
        }
        &'pgai;sandbox;help;down'= {
        }
        &'pgai;sandbox;help;status'= {
        }
        &'pgai;sandbox;help;env'= {
        }
        &'pgai;sandbox;help;help'= {
        }
        &'pgai;schema'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;completions'= {
            cand -C 'Work in this folder'
            cand --directory 'Work in this folder'
            cand --env 'Environment of pgai.yaml'
            cand --db 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin'
            cand --postgrest 'Base URL of PostgREST'
            cand --format 'How results are written'
            cand --color 'When to colour'
            cand --no-input 'Never ask'
            cand --timeout 'Give up after this many seconds'
            cand -q 'Only errors and the result'
            cand --quiet 'Only errors and the result'
            cand -v 'Say more of what is being done (-vv: with details)'
            cand --verbose 'Say more of what is being done (-vv: with details)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'pgai;help'= {
            cand init 'Import everything that PostgREST serves into manifests'
            cand pull 'Bring manifests to what the database has, keeping comments and formatting'
            cand check 'Check manifests offline: parse, cross-check'
            cand diff 'Show what differs between manifests, database and PostgREST'
            cand plan 'Show what apply would run'
            cand apply 'Make the database what the manifests say, and prove that it is served'
            cand contract 'Show what exactly the API is'
            cand openapi 'Write the OpenAPI document of the API'
            cand doctor 'Say what rights, versions and pairing there are, and what is missing'
            cand explain 'Explain a code such as PGAI-4006'
            cand demo 'See the main job from end to end'
            cand sandbox 'Run a private PostgreSQL and PostgREST'
            cand schema 'Print the JSON Schema of a kind of manifest'
            cand completions 'Print the completions of a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'pgai;help;init'= {
        }
        &'pgai;help;pull'= {
        }
        &'pgai;help;check'= {
        }
        &'pgai;help;diff'= {
        }
        &'pgai;help;plan'= {
        }
        &'pgai;help;apply'= {
        }
        &'pgai;help;contract'= {
        }
        &'pgai;help;openapi'= {
        }
        &'pgai;help;doctor'= {
        }
        &'pgai;help;explain'= {
        }
        &'pgai;help;demo'= {
        }
        &'pgai;help;sandbox'= {
            cand up 'Start what does not run'
            cand down 'Stop what runs'
            cand status 'Say what runs'
            cand env 'Print variables that lead libpq and pgai to it'
        }
        &'pgai;help;sandbox;up'= {
        }
        &'pgai;help;sandbox;down'= {
        }
        &'pgai;help;sandbox;status'= {
        }
        &'pgai;help;sandbox;env'= {
        }
        &'pgai;help;schema'= {
        }
        &'pgai;help;completions'= {
        }
        &'pgai;help;help'= {
        }
    ]
    $completions[$command]
}
