BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    . "$PSScriptRoot/Simulator.ps1"
    $pages = @(
        foreach ($name in 'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'samples/README.md', 'benchmarks/README.md') { Get-Item "$root/$name" }
        Get-ChildItem "$root/docs" -Recurse -Filter *.md
    ).ForEach({ @{ Page = [IO.Path]::GetRelativePath($root, $_.FullName); Text = [IO.File]::ReadAllText($_.FullName) -replace "`r" } })
}

BeforeAll {
    . "$PSScriptRoot/Module.ps1"
    . "$PSScriptRoot/Simulator.ps1"
    . "$PSScriptRoot/StandIn.ps1"
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $incident = "$root/samples/incident"

    # The anchor of a heading, as Markdown sites make it.
    function Get-Anchor([string] $Heading) { ($Heading.ToLowerInvariant() -replace '[^\w\- ]').Replace(' ', '-') }

    # The PowerShell of a page as one script: what a reader pastes, in order.
    function Get-PageScript([string] $Page) {
        $text = [IO.File]::ReadAllText("$root/$Page") -replace "`r"
        $blocks = [regex]::Matches($text, '(?ms)^```powershell\n(.*?)^```').ForEach({ $_.Groups[1].Value })
        ($blocks -join "`n") -replace '(?m)^Import-Module VcsaAuthGuard$'
    }

    # Runs such a script in an empty folder with what the page takes for given, and returns what it shows and the files that are left.
    function Invoke-Page([string] $Script) {
        function Get-Credential([string] $UserName) { [pscredential]::new(($UserName, 'reader@example.org' -ne '')[0], $secret) }
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive ([IO.Path]::GetRandomFileName())))
        try {
            $logs = New-Item -ItemType Directory vc01/var/log/vmware/vpxd
            Get-ChildItem $incident -Exclude *.csv | Copy-Item -Destination $logs
            tar -czf vc01-support.tgz vc01
            Remove-Item vc01 -Recurse
            Copy-Item "$incident/job-runs.csv" .
            Copy-Item "$root/samples/scripts" . -Recurse
            $ErrorActionPreference = 'Stop'
            # One statement after the other, as at the prompt.
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($Script, [ref] $null, [ref] $null)
            $shown = foreach ($statement in $tree.EndBlock.Statements) { . ([scriptblock]::Create($statement.Extent.Text)) 3>&1 | Out-String -Width 120 }
            ($shown -join ''), (Get-ChildItem -Name)
        }
        finally { Pop-Location }
    }
}

Describe 'The pages' {
    It 'link to what is there: <Page>' -ForEach $pages {
        $folder = Split-Path "$root/$Page"
        # Not in code.
        $prose = $Text -replace '(?ms)^```.*?^```' -replace '`[^`\n]*`'
        foreach ($link in [regex]::Matches($prose, '\]\((?!https?:)([^)\s]+)\)')) {
            $file, $anchor = $link.Groups[1].Value -split '#', 2
            $target = if ($file) { Join-Path $folder $file } else { "$root/$Page" }
            $target | Should -Exist -Because "$Page links to $file"
            if (-not $anchor) { continue }
            $headings = [regex]::Matches([IO.File]::ReadAllText($target), '(?m)^#+ (.+?)\r?$').ForEach({ Get-Anchor $_.Groups[1].Value })
            $headings | Should -Contain $anchor -Because "$Page links to $($link.Groups[1].Value)"
        }
    }

    It 'show PowerShell with parameters that are there: <Page>' -ForEach $pages.Where({ $_.Page -notmatch 'en-US' }) {
        $commands = (Get-Module VcsaAuthGuard).ExportedCommands
        foreach ($block in [regex]::Matches($Text, '(?ms)^```powershell\n(.*?)^```')) {
            $mistakes = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($block.Groups[1].Value, [ref] $null, [ref] $mistakes)
            $mistakes | Should -BeNullOrEmpty -Because $Page
            foreach ($command in $tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                if (-not $commands.ContainsKey("$($command.GetCommandName())")) { continue }
                $bound = [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($command, $true)
                # A splatted table has its names elsewhere.
                $bound.BindingExceptions.Values.Where({ $_.BindingException.Message -notmatch "'@" }).ForEach({ "$($command.Extent.Text): $($_.BindingException.Message)" }) | Should -BeNullOrEmpty
            }
        }
    }

    It 'name each cmdlet once or more' {
        $text = (Get-Item "$root/README.md", "$root/docs/*.md").ForEach({ [IO.File]::ReadAllText($_.FullName) }) -join "`n"
        foreach ($name in (Get-Module VcsaAuthGuard).ExportedCommands.Keys) { $text | Should -Match "\b$name\b" }
    }
}

Describe 'The page for someone with' {
    It 'a support bundle leads to the cause, the report and the plan' {
        $shown, $files = Invoke-Page (Get-PageScript docs/start-with-a-support-bundle.md)
        $shown | Should -Match 'CONFIRMED: KB 440879 \(high confidence\)'
        $shown | Should -Match '11 of 12 failed backup runs ran in a burst'
        $shown | Should -Match 'svc-bladelogic.*LoginPerItem'
        $shown | Should -Match 'Out of HTTP sessions: Limited to 3000'
        $shown | Should -Match '5 Restart the proxy pipeline +All sessions'
        $shown | Should -Match 'daily 02:00 → daily 03:30 UTC'
        $files | Should -Contain 'incident.html'
    }

    It 'a live vCenter Server leads to the cause, and the watch begins' {
        Assert-Simulator
        # The page keeps a session for a while: here, in a folder of the test.
        $runtimeBefore = $env:XDG_RUNTIME_DIR
        if (-not $IsWindows) {
            $env:XDG_RUNTIME_DIR = (New-Item -ItemType Directory "$TestDrive/runtime").FullName
            [IO.File]::SetUnixFileMode($env:XDG_RUNTIME_DIR, 'UserRead, UserWrite, UserExecute')
        }
        $secret = ConvertTo-SecureString 'secret' -AsPlainText -Force
        $simulator = Open-Simulator (Build-Simulator $TestDrive) '-version', '8.0.3', '-logs', $incident
        try {
            # The incident was in February; no appliance is at hand; and the reader presses Ctrl+C.
            $script = (Get-PageScript docs/start-with-a-vcenter.md) -replace '(?m)^Restart-VcsaProxyPipeline.*$' -replace '-After -\w+', '-After 2026-02-11' `
                -replace 'vc01\.example\.org', ([uri] $simulator.Url).Authority -replace '@\{ Server', "@{ Thumbprint = '$($simulator.Thumbprint)'; Server" `
                -replace '(?m)^(Watch-VcsaAuthFault.*)$', '$1 -Duration 1s' -replace '-Interval 1s', '-Interval ([timespan]::FromMilliseconds(1))'
            $shown, $files = Invoke-Page $script
        }
        finally {
            Close-Simulator $simulator
            $env:XDG_RUNTIME_DIR = $runtimeBefore
        }
        $shown | Should -Match 'CONFIRMED: KB 440879 \(high confidence\)'
        $shown | Should -Match 'svc-bladelogic.*LoginPerItem'
        $shown | Should -Match 'item 60'
        $files | Should -Contain 'incident.html'
        $files | Should -Contain 'watch.json'
    }

    It 'a log platform leads to the cause for each vCenter Server, and to the alerts' {
        $standIn = Open-StandIn '--stand-in-loki'
        try {
            Send-StandIn $standIn "load|$incident|vc01.example.org|split"
            Send-StandIn $standIn "load|$incident|vc02.example.org|whole"
            $server, $thumbprint, $hidden = $standIn.Ready
            $secret = [Net.NetworkCredential]::new('', $hidden).SecurePassword
            $script = (Get-PageScript docs/start-with-a-log-platform.md) -replace '(?m)^Register-VcsaAuthAlert.*$' -replace '-After -\w+', '-After 2026-02-11' `
                -replace "'loki\.example\.org'; Token = .*\}", "'https://$server'; Thumbprint = '$thumbprint'; Credential = Get-Credential }"
            $shown, $files = Invoke-Page $script
        }
        finally { Close-StandIn $standIn }
        $shown | Should -Match '45 vc02\.example\.org'
        $shown | Should -Match '46 +1 +\d+ +1 .*vc01\.example\.org'
        ([regex]::Matches($shown, 'CONFIRMED: KB 440879')).Count | Should -Be 2
        'incident.html', 'vcsa-auth.rules.yml', 'vcsa-auth.loki.yml', 'vcsa-auth.monitor.json' | Should -BeIn $files
    }
}
