BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    $pages = foreach ($file in Get-ChildItem (Join-Path $root 'docs/en-US') -Filter *-*.md) {
        $text = [IO.File]::ReadAllText($file.FullName) -replace "`r"
        $sections = @{}
        foreach ($section in $text -split '(?m)^## ' | Select-Object -Skip 1) {
            $title, $body = $section -split "`n", 2
            $sections[$title] = $body
        }
        @{
            Name       = $file.BaseName
            Text       = $text
            Sections   = $sections
            Parameters = @(
                foreach ($parameter in $sections['PARAMETERS'] -split '(?m)^### ' -match '^-') {
                    @{
                        Page         = $file.BaseName
                        Name         = ($parameter -split "`n")[0].TrimStart('-')
                        Description  = $parameter -replace '^.*\n' -replace '(?s)```yaml.*'
                        Yaml         = [regex]::Match($parameter, '(?s)```yaml\n(.*?)```').Groups[1].Value
                        # Of YAML, only a text in quotes occurs here.
                        DefaultValue = [regex]::Match($parameter, "(?m)^DefaultValue: '?(.*?)'?$").Groups[1].Value.Replace("''", "'")
                    }
                })
            Examples   = @(
                foreach ($example in $sections['EXAMPLES'] -split '(?m)^### ' -match '\S') {
                    @{
                        Page   = $file.BaseName
                        Title  = ($example -split "`n")[0]
                        Code   = [regex]::Match($example, '(?s)```powershell\n(.*?)\n```').Groups[1].Value
                        Output = [regex]::Match($example, '(?s)```Output\n(.*?)```').Groups[1].Value
                    }
                })
        }
    }
    $examples = @($pages.Examples | Where-Object { $_.Title -notmatch 'needs (PowerCLI|an appliance|a log platform|a vCenter Server|a support bundle)' })
    if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) { $examples = @($examples | Where-Object Code -NotMatch 'Invoke-ScriptAnalyzer') }
    # What stand-ins can answer; a prompt, a login or a server cannot be stood in for.
    $withStandIns = @($pages.Examples | Where-Object {
            "$($_.Page) $($_.Title -replace '^Example (\d+).*', '$1')" -in 'ConvertTo-BackupWindow 4', 'ConvertTo-BackupWindow 5', 'Get-VcsaAuthFault 8', 'Get-VcsaDiagnosis 7',
            'Get-VcsaSession 5', 'Invoke-VcsaBatch 1', 'Test-BackupWindowOverlap 4', 'Test-DatastoreLatency 1'
        })
    $topics = @((Get-ChildItem (Join-Path $root 'docs/en-US') -Filter about_*.help.txt).Name -replace '\.help\.txt$')
}

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $module = Join-Path $root 'out/VcsaAuthGuard'
    Import-Module $module -Force

    # What is shown, without what only fills lines.
    function Get-ShownLine([string] $Text) { @($Text -split "`r?`n" | ForEach-Object TrimEnd | Where-Object { $_ }) }

    # A line of syntax in one form: in which order a cmdlet declares its parameters is nobody's concern.
    function Get-SyntaxPart([string] $Syntax) { (($Syntax -replace '\[<CommonParameters>\]' -replace '\s+', ' ').Trim() -split ' (?=[[-])' | Sort-Object) -join ' ' }
}

Describe 'The cmdlets' {
    It 'have at most two base classes between them and PSCmdlet, beside the one that declares the parameters of log platforms' {
        $deep = foreach ($command in Get-Command -Module VcsaAuthGuard -CommandType Cmdlet) {
            $bases = @(for ($type = $command.ImplementingType.BaseType; $type -ne [System.Management.Automation.PSCmdlet]; $type = $type.BaseType) { $type.Name })
            if (@($bases -ne 'PlatformCommand').Count -gt 2) { "$($command.Name): $($bases -join ', ')" }
        }
        $deep | Should -BeNullOrEmpty
    }
}

Describe 'The pages in docs/en-US' {
    BeforeAll {
        # Examples run where they may leave files.
        Copy-Item (Join-Path $root 'samples') $TestDrive -Recurse
    }

    It 'are one for each exported cmdlet, and no others' -TestCases @{ Pages = $pages.Name } {
        $Pages | Sort-Object | Should -Be ((Get-Module VcsaAuthGuard).ExportedCommands.Keys | Sort-Object)
    }

    It 'says something in each section of <Name>' -ForEach $pages {
        $Text | Should -Not -Match '\{\{'
        foreach ($section in 'SYNOPSIS', 'DESCRIPTION', 'EXAMPLES', 'PARAMETERS', 'OUTPUTS', 'NOTES', 'RELATED LINKS') {
            $Sections[$section] | Should -Match '\w' -Because "$section is for the reader"
        }
    }

    It 'has the syntax of <Name>' -ForEach $pages {
        $documented = [regex]::Matches($Sections['SYNTAX'], '(?s)```\n(.*?)```') | ForEach-Object { Get-SyntaxPart $_.Groups[1].Value }
        # In which order PowerShell lists parameter sets depends on where the cmdlet's base classes declare them.
        $documented | Sort-Object | Should -Be @((Get-Command $Name).ParameterSets | ForEach-Object { Get-SyntaxPart "$Name $_" } | Sort-Object)
    }

    It 'has the parameters of <Name>, and no others' -ForEach $pages {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $Parameters.Name | Sort-Object | Should -Be ((Get-Command $Name).Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
    }

    It 'describes <Page> -<Name> as it is' -ForEach @($pages.Parameters) {
        $Description.Trim() | Should -Match '^[A-Z].{20,}'
        $parameter = (Get-Command $Page).Parameters[$Name]
        $set = $parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ValidateSetAttribute] }
        $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
        $values = if ($set) { $set.ValidValues } elseif ($type.IsEnum) { [enum]::GetNames($type) }
        $wildcards = [bool] ($parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] })
        $listed = @{}
        foreach ($list in 'Aliases', 'AcceptedValues') {
            $listed[$list] = @([regex]::Matches([regex]::Match($Yaml, "(?m)^${list}:\n((?:- .*\n)+)").Groups[1].Value, '(?m)^- (.*)$') | ForEach-Object { $_.Groups[1].Value })
        }
        $listed.Aliases | Should -Be @($parameter.Aliases)
        $listed.AcceptedValues | Where-Object { $_ -notin $values } | Should -BeNullOrEmpty
        $Yaml | Should -Match "SupportsWildcards: $wildcards"
        foreach ($value in $values) { $Description | Should -Match "\b$value\b" }
    }

    It 'states the default value of <Page> -<Name>' -ForEach @($pages.Parameters) {
        $cmdlet = (Get-Command $Page).ImplementingType
        $parameter = (Get-Command $Page).Parameters[$Name]
        $value = $cmdlet.GetProperty($Name).GetValue([Activator]::CreateInstance($cmdlet))
        if ($value -is [switch]) {
            $DefaultValue | Should -Be 'False'
        }
        elseif (($parameter.Attributes | Where-Object { $_ -is [Parameter] }).Mandatory -notcontains $false) {
            $DefaultValue | Should -BeNullOrEmpty -Because 'it must be given'
        }
        elseif ($value -is [DateTimeOffset] -or "$value" -eq [TimeZoneInfo]::Local.Id) {
            $DefaultValue | Should -Not -BeNullOrEmpty -Because "it is $value here and now"
        }
        elseif ($null -ne $value -and "$value" -ne '' -and $value -isnot [pscredential]) {
            $DefaultValue | Should -Be "$value"
        }
    }

    It '<Page>, <Title>: runs, and shows what the page shows' -ForEach $examples {
        $Code | Should -Not -BeNullOrEmpty
        Push-Location $TestDrive
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            $ErrorActionPreference = 'Stop'
            $shown = & ([scriptblock]::Create($Code)) 3>&1 | Out-String -Width 120
        }
        finally {
            $PSStyle.OutputRendering = $rendering
            Pop-Location
        }
        if ($Output) {
            # A page may end what it shows with a line of three dots.
            $lines, $expected = (Get-ShownLine $shown), (Get-ShownLine $Output)
            if ($expected[-1] -eq '...') {
                $expected = $expected | Select-Object -SkipLast 1
                $lines = $lines | Select-Object -First $expected.Count
            }

            $lines | Should -Be $expected
        }
    }

    It '<Page>, <Title>: runs with stand-ins for PowerCLI' -ForEach $withStandIns {
        . "$PSScriptRoot/ExampleStandIns.ps1"
        Push-Location $TestDrive
        try {
            # What an example takes for given: a connection, a credential, the files it names.
            Connect-VIServer vc01.example.org | Out-Null
            $credential = [pscredential]::new('svc-backup@vsphere.local', [securestring]::new())
            $null = $credential
            Copy-Item samples/incident/windows.csv jobs.csv -Force
            $ErrorActionPreference = 'Stop'
            $shown = & ([scriptblock]::Create($Code)) 3>$null | Out-String -Width 120
        }
        finally {
            Pop-Location
            Remove-Variable DefaultVIServer, DefaultVIServers -Scope Global -ErrorAction Ignore
        }
        # A check that is passed says nothing.
        if ($Code -notmatch '\bthrow\b') { $shown | Should -Match '\w' }
    }

    It 'has as many of those as are named' -TestCases @{ Count = $withStandIns.Count } {
        $Count | Should -Be 8
    }

    It 'has no example that PowerShell cannot parse' -TestCases @{ Codes = @($pages.Examples.Code) } {
        foreach ($code in $Codes) {
            $mistakes = $null
            [System.Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $mistakes) | Out-Null
            $mistakes | Should -BeNullOrEmpty
        }
    }
}

Describe 'Examples that nothing here can run' {
    # Of all examples, and of what the about topics show: that the module's commands have these parameters.
    It 'name only parameters that are there: <Page>' -ForEach @(
        foreach ($page in $pages) { @{ Page = $page.Name; Codes = @($page.Examples.Code) } }
        foreach ($topic in $topics) {
            $indented = [regex]::Matches([IO.File]::ReadAllText((Join-Path $root "docs/en-US/$topic.help.txt")), '(?m)(^ {8}\S.*\r?\n(^ {8}.*\r?\n)*)').Value -match '(?m)^ {8}(\$|[A-Z]\w+-)'
            @{ Page = $topic; Codes = @($indented) }
        }
    ) {
        $module = Get-Module VcsaAuthGuard
        foreach ($code in $Codes) {
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $null)
            foreach ($command in $tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                if (-not $module.ExportedCommands.ContainsKey("$($command.GetCommandName())")) { continue }
                $bound = [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($command, $true)
                $bound.BindingExceptions.Values.ForEach({ "$($command.Extent.Text): $($_.BindingException.Message)" }) | Should -BeNullOrEmpty
            }
        }
    }
}

Describe 'Get-Help' {
    BeforeAll {
        # Text as Get-Help shows it: without Markdown, and with the same spaces however it is broken into lines.
        function Get-PlainText([string] $Markdown) {
            $text = $Markdown -replace '(?m)^```\w*$' -replace '\[([^]]+)\]\((https?:[^)]+)\)', '$1 ($2)' -replace '\[([^]]+)\]\([^)]+\)', '$1'
            ($text -replace '`(?=\S)' -replace '(?<=\S)`' -replace '\s+', ' ').Trim()
        }

        # In one width that breaks no line, and with each paragraph apart.
        function Get-Shown([hashtable] $Parameter) { (Get-Help @Parameter | Out-String -Width 20000) -replace '\s+', ' ' }
        function Get-Paragraph([string] $Markdown) { $Markdown -split '\n\n' | ForEach-Object { Get-PlainText $_ } | Where-Object { $_ } }
    }

    It 'shows every text of the page of <Name>' -ForEach $pages {
        (Get-Help $Name).Synopsis | Should -Be (Get-PlainText $Sections['SYNOPSIS'])
        $shown = Get-Shown @{ Name = $Name; Full = $true }
        foreach ($section in 'SYNOPSIS', 'DESCRIPTION', 'NOTES') {
            foreach ($paragraph in Get-Paragraph $Sections[$section]) { $shown.Contains($paragraph) | Should -BeTrue -Because "$section has: $paragraph" }
        }
        foreach ($section in 'INPUTS', 'OUTPUTS') {
            foreach ($paragraph in Get-Paragraph ($Sections[$section] -replace '(?m)^### ')) {
                $shown.Contains($paragraph) | Should -BeTrue -Because "$section has: $paragraph"
            }
        }
        foreach ($link in [regex]::Matches($Sections['RELATED LINKS'], '\[(.+?)\]\((.+?)\)')) {
            $expected = $link.Groups[1].Value + $(if ($link.Groups[2].Value -like 'https://*') { ': ' + $link.Groups[2].Value })
            $shown.Contains($expected) | Should -BeTrue -Because "RELATED LINKS has: $expected"
        }
        $shown | Should -Not -Match '```|\u0080'
    }

    It 'shows -<Name> of <Page> with its text and what it takes' -ForEach @($pages.Parameters) {
        $help = Get-Help $Page -Parameter $Name
        $help.name | Should -BeExactly $Name
        $shown = Get-Shown @{ Name = $Page; Full = $true }
        foreach ($paragraph in Get-Paragraph $Description) { $shown.Contains($paragraph) | Should -BeTrue -Because "the page has: $paragraph" }

        $uses = @((Get-Command $Page).Parameters[$Name].Attributes | Where-Object { $_ -is [Parameter] })
        $help.required | Should -Be "$($uses.Mandatory -notcontains $false)"
        $position = $uses.Position | Where-Object { $_ -ge 0 } | Select-Object -First 1
        $help.position | Should -Be ($position ?? 'named')
        $pipeline = @(if ($uses.ValueFromPipeline -contains $true) { 'ByValue' }; if ($uses.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' })
        $help.pipelineInput | Should -Be $(if ($pipeline) { "True ($($pipeline -join ', '))" } else { 'False' })
        $help.globbing | Should -Be ($Yaml -match 'SupportsWildcards: true').ToString()
        $help.aliases | Should -Be $((Get-Command $Page).Parameters[$Name].Aliases -join ', ' -replace '^$', 'none')
        $help.defaultValue | Should -Be ($DefaultValue -replace '^$', 'None')
    }

    It 'shows the examples of <Name>' -ForEach $pages {
        @((Get-Help $Name).examples.example.code) | Should -Be @($Examples.Code)
        $shown = Get-Shown @{ Name = $Name; Examples = $true }
        foreach ($example in $Examples) {
            foreach ($text in $example.Title, $example.Code, $example.Output) {
                $shown.Contains(($text -replace '\s+', ' ').Trim()) | Should -BeTrue -Because "the example has: $text"
            }
        }
        $shown | Should -Not -Match '```|\u0080'
    }

    It 'shows the syntax of <Name>' -ForEach $pages {
        $shown = (Get-Help $Name).syntax | Out-String -Width 20000
        $lines = @($shown -split '\r?\n' -match '\S' | ForEach-Object { Get-SyntaxPart $_ })
        $lines | Sort-Object | Should -Be @((Get-Command $Name).ParameterSets | ForEach-Object { Get-SyntaxPart "$Name $_" } | Sort-Object)
    }

    It 'finds <_>' -ForEach $topics {
        $topic = Get-ShownLine (Get-Content -Raw (Join-Path $root "docs/en-US/$_.help.txt"))
        # Another topic's name may begin with this one's.
        $found = @(Get-Help $_ | Where-Object { "$_" -match "(?m)^\s+$([regex]::Escape($topic[1].Trim()))\s*$" })
        Get-ShownLine ($found | Out-String -Width 120) | Should -Be $topic
    }
}
