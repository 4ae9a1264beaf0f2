
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'pgai' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'pgai'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'pgai' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Import everything that PostgREST serves into manifests')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Bring manifests to what the database has, keeping comments and formatting')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check manifests offline: parse, cross-check')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between manifests, database and PostgREST')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what apply would run')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Make the database what the manifests say, and prove that it is served')
            [CompletionResult]::new('contract', 'contract', [CompletionResultType]::ParameterValue, 'Show what exactly the API is')
            [CompletionResult]::new('openapi', 'openapi', [CompletionResultType]::ParameterValue, 'Write the OpenAPI document of the API')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Say what rights, versions and pairing there are, and what is missing')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a code such as PGAI-4006')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'See the main job from end to end')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a private PostgreSQL and PostgREST')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a kind of manifest')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pgai;init' {
            [CompletionResult]::new('--schemas', '--schemas', [CompletionResultType]::ParameterName, 'Exposed schemas, default first')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'PostgREST''s configuration file or `--dump-config` output; - for stdin')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Name of the project; the database''s where left out')
            [CompletionResult]::new('--grouping', '--grouping', [CompletionResultType]::ParameterName, 'How versions are looked for')
            [CompletionResult]::new('--group', '--group', [CompletionResultType]::ParameterName, 'Routes of one endpoint, oldest first: ''orders=orders,ordersV2''')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;pull' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing; exit 3 when files would change')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;check' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Write `columns` as the server types the queries (needs the baseline''s database)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;diff' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit 3 when something differs')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;plan' {
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Classes of destructive steps to allow')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--sql', '--sql', [CompletionResultType]::ParameterName, 'Write the plan as a script for psql')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;apply' {
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Classes of destructive steps to allow')
            [CompletionResult]::new('--lock-wait', '--lock-wait', [CompletionResultType]::ParameterName, 'How long to try for locks, in seconds')
            [CompletionResult]::new('--serve-wait', '--serve-wait', [CompletionResultType]::ParameterName, 'How long to wait for PostgREST to serve the change, in seconds')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Run everything, then roll back')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;contract' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;openapi' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Compare with this file and write nothing')
            [CompletionResult]::new('--syntax', '--syntax', [CompletionResultType]::ParameterName, 'JSON or YAML; by the file''s name where left out')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'What these roles can do; all where left out')
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'One exposed schema')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'Routes of this endpoint version only')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'URL of the API; the environment''s PostgREST where left out')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;doctor' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;explain' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;demo' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Folder for it all; a temporary one where left out')
            [CompletionResult]::new('--postgres-version', '--postgres-version', [CompletionResultType]::ParameterName, 'PostgreSQL''s major version, 14 to 18')
            [CompletionResult]::new('--postgres', '--postgres', [CompletionResultType]::ParameterName, 'Folder with PostgreSQL''s programs')
            [CompletionResult]::new('--postgrest-bin', '--postgrest-bin', [CompletionResultType]::ParameterName, 'PostgREST''s program')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave the servers running and the files in place')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;sandbox' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The sandbox''s folder')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start what does not run')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop what runs')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say what runs')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print variables that lead libpq and pgai to it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pgai;sandbox;up' {
            [CompletionResult]::new('--postgres-version', '--postgres-version', [CompletionResultType]::ParameterName, 'PostgreSQL''s major version, 14 to 18; what is there where left out, else 17')
            [CompletionResult]::new('--postgres', '--postgres', [CompletionResultType]::ParameterName, 'Folder with PostgreSQL''s programs')
            [CompletionResult]::new('--postgrest-bin', '--postgrest-bin', [CompletionResultType]::ParameterName, 'PostgREST''s program')
            [CompletionResult]::new('--load', '--load', [CompletionResultType]::ParameterName, 'SQL files to load as superuser, in this order')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'PostgREST''s configuration file')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The sandbox''s folder')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--no-postgrest', '--no-postgrest', [CompletionResultType]::ParameterName, 'Start PostgreSQL alone')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;sandbox;down' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The sandbox''s folder')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Delete the data as well')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;sandbox;status' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The sandbox''s folder')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;sandbox;env' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The sandbox''s folder')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;sandbox;help' {
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start what does not run')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop what runs')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say what runs')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print variables that lead libpq and pgai to it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pgai;sandbox;help;up' {
            break
        }
        'pgai;sandbox;help;down' {
            break
        }
        'pgai;sandbox;help;status' {
            break
        }
        'pgai;sandbox;help;env' {
            break
        }
        'pgai;sandbox;help;help' {
            break
        }
        'pgai;schema' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;completions' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment of pgai.yaml')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin')
            [CompletionResult]::new('--postgrest', '--postgrest', [CompletionResultType]::ParameterName, 'Base URL of PostgREST')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Only errors and the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more of what is being done (-vv: with details)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'pgai;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Import everything that PostgREST serves into manifests')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Bring manifests to what the database has, keeping comments and formatting')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check manifests offline: parse, cross-check')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between manifests, database and PostgREST')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what apply would run')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Make the database what the manifests say, and prove that it is served')
            [CompletionResult]::new('contract', 'contract', [CompletionResultType]::ParameterValue, 'Show what exactly the API is')
            [CompletionResult]::new('openapi', 'openapi', [CompletionResultType]::ParameterValue, 'Write the OpenAPI document of the API')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Say what rights, versions and pairing there are, and what is missing')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a code such as PGAI-4006')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'See the main job from end to end')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a private PostgreSQL and PostgREST')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a kind of manifest')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pgai;help;init' {
            break
        }
        'pgai;help;pull' {
            break
        }
        'pgai;help;check' {
            break
        }
        'pgai;help;diff' {
            break
        }
        'pgai;help;plan' {
            break
        }
        'pgai;help;apply' {
            break
        }
        'pgai;help;contract' {
            break
        }
        'pgai;help;openapi' {
            break
        }
        'pgai;help;doctor' {
            break
        }
        'pgai;help;explain' {
            break
        }
        'pgai;help;demo' {
            break
        }
        'pgai;help;sandbox' {
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start what does not run')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop what runs')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say what runs')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print variables that lead libpq and pgai to it')
            break
        }
        'pgai;help;sandbox;up' {
            break
        }
        'pgai;help;sandbox;down' {
            break
        }
        'pgai;help;sandbox;status' {
            break
        }
        'pgai;help;sandbox;env' {
            break
        }
        'pgai;help;schema' {
            break
        }
        'pgai;help;completions' {
            break
        }
        'pgai;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
