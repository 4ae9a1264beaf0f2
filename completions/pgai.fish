# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_pgai_global_optspecs
    string join \n C/directory= env= db= postgrest= format= color= q/quiet v/verbose no-input= timeout= h/help V/version
end

function __fish_pgai_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_pgai_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_pgai_using_subcommand
    set -l cmd (__fish_pgai_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c pgai -n "__fish_pgai_needs_command" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_needs_command" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_needs_command" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_needs_command" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_needs_command" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_needs_command" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_needs_command" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_needs_command" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_needs_command" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_needs_command" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_needs_command" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "init" -d 'Import everything that PostgREST serves into manifests'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "pull" -d 'Bring manifests to what the database has, keeping comments and formatting'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "check" -d 'Check manifests offline: parse, cross-check'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "diff" -d 'Show what differs between manifests, database and PostgREST'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "plan" -d 'Show what apply would run'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "apply" -d 'Make the database what the manifests say, and prove that it is served'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "contract" -d 'Show what exactly the API is'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "openapi" -d 'Write the OpenAPI document of the API'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "doctor" -d 'Say what rights, versions and pairing there are, and what is missing'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "explain" -d 'Explain a code such as PGAI-4006'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "demo" -d 'See the main job from end to end'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "sandbox" -d 'Run a private PostgreSQL and PostgREST'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "schema" -d 'Print the JSON Schema of a kind of manifest'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "completions" -d 'Print the completions of a shell'
complete -c pgai -n "__fish_pgai_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pgai -n "__fish_pgai_using_subcommand init" -l schemas -d 'Exposed schemas, default first' -r
complete -c pgai -n "__fish_pgai_using_subcommand init" -l config -d 'PostgREST\'s configuration file or `--dump-config` output; - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand init" -l project -d 'Name of the project; the database\'s where left out' -r
complete -c pgai -n "__fish_pgai_using_subcommand init" -l grouping -d 'How versions are looked for' -r -f -a "auto\t'By schemas, then by suffix'
suffix\t'By suffix only'
schema\t'By schemas only'
none\t'Not at all'"
complete -c pgai -n "__fish_pgai_using_subcommand init" -l group -d 'Routes of one endpoint, oldest first: \'orders=orders,ordersV2\'' -r
complete -c pgai -n "__fish_pgai_using_subcommand init" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand init" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand init" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand init" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand init" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand init" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand init" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand init" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand init" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand init" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand init" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand pull" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand pull" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand pull" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand pull" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand pull" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand pull" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand pull" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand pull" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand pull" -l check -d 'Write nothing; exit 3 when files would change'
complete -c pgai -n "__fish_pgai_using_subcommand pull" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand pull" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand pull" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand pull" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand check" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand check" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand check" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand check" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand check" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand check" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand check" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand check" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand check" -l fix -d 'Write `columns` as the server types the queries (needs the baseline\'s database)'
complete -c pgai -n "__fish_pgai_using_subcommand check" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand check" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand check" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand diff" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand diff" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand diff" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand diff" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand diff" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand diff" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand diff" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand diff" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand diff" -l exit-code -d 'Exit 3 when something differs'
complete -c pgai -n "__fish_pgai_using_subcommand diff" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand diff" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand diff" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l allow -d 'Classes of destructive steps to allow' -r -f -a "drop\t'Dropping objects'
revoke\t'Taking privileges away'
stored-data\t'Changing functions whose results are stored'
all\t'Every class'"
complete -c pgai -n "__fish_pgai_using_subcommand plan" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand plan" -l sql -d 'Write the plan as a script for psql'
complete -c pgai -n "__fish_pgai_using_subcommand plan" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand plan" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand plan" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l allow -d 'Classes of destructive steps to allow' -r -f -a "drop\t'Dropping objects'
revoke\t'Taking privileges away'
stored-data\t'Changing functions whose results are stored'
all\t'Every class'"
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l lock-wait -d 'How long to try for locks, in seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l serve-wait -d 'How long to wait for PostgREST to serve the change, in seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand apply" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l yes -d 'Do not ask'
complete -c pgai -n "__fish_pgai_using_subcommand apply" -l dry-run -d 'Run everything, then roll back'
complete -c pgai -n "__fish_pgai_using_subcommand apply" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand apply" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand apply" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand contract" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand contract" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand contract" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand contract" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand contract" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand contract" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand contract" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand contract" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand contract" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand contract" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand contract" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand contract" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -s o -l output -d 'Write to this file' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l check -d 'Compare with this file and write nothing' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l syntax -d 'JSON or YAML; by the file\'s name where left out' -r -f -a "json\t'JSON'
yaml\t'YAML'"
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l role -d 'What these roles can do; all where left out' -r
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l schema -d 'One exposed schema' -r
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l api-version -d 'Routes of this endpoint version only' -r
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l server -d 'URL of the API; the environment\'s PostgREST where left out' -r
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand openapi" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand explain" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand explain" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand explain" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand explain" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand explain" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand explain" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand explain" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand explain" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand explain" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand explain" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand explain" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l dir -d 'Folder for it all; a temporary one where left out' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l postgres-version -d 'PostgreSQL\'s major version, 14 to 18' -r
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l postgres -d 'Folder with PostgreSQL\'s programs' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l postgrest-bin -d 'PostgREST\'s program' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand demo" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand demo" -l keep -d 'Leave the servers running and the files in place'
complete -c pgai -n "__fish_pgai_using_subcommand demo" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand demo" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand demo" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -l dir -d 'The sandbox\'s folder' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -f -a "up" -d 'Start what does not run'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -f -a "down" -d 'Stop what runs'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -f -a "status" -d 'Say what runs'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -f -a "env" -d 'Print variables that lead libpq and pgai to it'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and not __fish_seen_subcommand_from up down status env help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l postgres-version -d 'PostgreSQL\'s major version, 14 to 18; what is there where left out, else 17' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l postgres -d 'Folder with PostgreSQL\'s programs' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l postgrest-bin -d 'PostgREST\'s program' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l load -d 'SQL files to load as superuser, in this order' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l config -d 'PostgREST\'s configuration file' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l dir -d 'The sandbox\'s folder' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -l no-postgrest -d 'Start PostgreSQL alone'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from up" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l dir -d 'The sandbox\'s folder' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -l remove -d 'Delete the data as well'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from down" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l dir -d 'The sandbox\'s folder' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l dir -d 'The sandbox\'s folder' -r -F
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "up" -d 'Start what does not run'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "down" -d 'Stop what runs'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "status" -d 'Say what runs'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "env" -d 'Print variables that lead libpq and pgai to it'
complete -c pgai -n "__fish_pgai_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pgai -n "__fish_pgai_using_subcommand schema" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand schema" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand schema" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand schema" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand schema" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand schema" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand schema" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand schema" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand schema" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand schema" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand schema" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand completions" -s C -l directory -d 'Work in this folder' -r -f -a "(__fish_complete_directories)"
complete -c pgai -n "__fish_pgai_using_subcommand completions" -l env -d 'Environment of pgai.yaml' -r
complete -c pgai -n "__fish_pgai_using_subcommand completions" -l db -d 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin' -r
complete -c pgai -n "__fish_pgai_using_subcommand completions" -l postgrest -d 'Base URL of PostgREST' -r
complete -c pgai -n "__fish_pgai_using_subcommand completions" -l format -d 'How results are written' -r -f -a "human\t'For people'
json\t'One JSON document: the envelope around the result'"
complete -c pgai -n "__fish_pgai_using_subcommand completions" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal that can, and without NO_COLOR'
always\t'Always'
never\t'Never'"
complete -c pgai -n "__fish_pgai_using_subcommand completions" -l no-input -d 'Never ask' -r -f -a "true\t''
false\t''"
complete -c pgai -n "__fish_pgai_using_subcommand completions" -l timeout -d 'Give up after this many seconds' -r
complete -c pgai -n "__fish_pgai_using_subcommand completions" -s q -l quiet -d 'Only errors and the result'
complete -c pgai -n "__fish_pgai_using_subcommand completions" -s v -l verbose -d 'Say more of what is being done (-vv: with details)'
complete -c pgai -n "__fish_pgai_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pgai -n "__fish_pgai_using_subcommand completions" -s V -l version -d 'Print version'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "init" -d 'Import everything that PostgREST serves into manifests'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "pull" -d 'Bring manifests to what the database has, keeping comments and formatting'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "check" -d 'Check manifests offline: parse, cross-check'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "diff" -d 'Show what differs between manifests, database and PostgREST'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "plan" -d 'Show what apply would run'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "apply" -d 'Make the database what the manifests say, and prove that it is served'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "contract" -d 'Show what exactly the API is'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "openapi" -d 'Write the OpenAPI document of the API'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "doctor" -d 'Say what rights, versions and pairing there are, and what is missing'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "explain" -d 'Explain a code such as PGAI-4006'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "demo" -d 'See the main job from end to end'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "sandbox" -d 'Run a private PostgreSQL and PostgREST'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "schema" -d 'Print the JSON Schema of a kind of manifest'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "completions" -d 'Print the completions of a shell'
complete -c pgai -n "__fish_pgai_using_subcommand help; and not __fish_seen_subcommand_from init pull check diff plan apply contract openapi doctor explain demo sandbox schema completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pgai -n "__fish_pgai_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "up" -d 'Start what does not run'
complete -c pgai -n "__fish_pgai_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "down" -d 'Stop what runs'
complete -c pgai -n "__fish_pgai_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "status" -d 'Say what runs'
complete -c pgai -n "__fish_pgai_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "env" -d 'Print variables that lead libpq and pgai to it'
