BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    . "$PSScriptRoot/Appliance.ps1"
    . "$PSScriptRoot/StandIn.ps1"
    . "$PSScriptRoot/Simulator.ps1"
    $incident = "$root/samples/incident"
    $realLines = "$root/tests/fixtures/samples"

    # Runbooks as an operator runs them, one after the other in a PowerShell of its own: a suite cannot run within a suite. Gives, for
    # each, a table of its tests: name to 'Passed', 'Skipped: why' or 'Failed: message'. A password travels on standard input.
    function Invoke-Runbook([hashtable[]] $Run, [string] $Hidden = '-') {
        $script = {
            $ErrorActionPreference = 'Stop'
            Import-Module Pester -MinimumVersion 5.0
            $hidden, $json = @($input)
            $secure = [Net.NetworkCredential]::new('', $hidden).SecurePassword
            $results = foreach ($item in $json | ConvertFrom-Json -AsHashtable) {
                foreach ($table in $item.Data.Values.Where({ $_ -is [hashtable] -and $_.User })) {
                    $table.Credential = [pscredential]::new($table.User, $secure)
                    $table.Remove('User')
                }
                $configuration = New-PesterConfiguration
                $configuration.Run.Container = New-PesterContainer -Path $item.Path -Data $item.Data
                $configuration.Run.PassThru = $true
                $configuration.Output.Verbosity = 'None'
                if ($item.Tag) { $configuration.Filter.Tag = $item.Tag }
                $done = Invoke-Pester -Configuration $configuration
                $tests = [ordered]@{}
                foreach ($test in $done.Tests | Where-Object Result -NE NotRun) {
                    $tests[$test.Name] = switch ($test.Result) { Passed { 'Passed' } default { "${_}: $($test.ErrorRecord.Exception.Message)" } }
                }
                foreach ($broken in @($done.FailedContainers) + @($done.FailedBlocks)) { $tests["$broken"] = "Broken: $($broken.ErrorRecord)" }
                , $tests
            }
            ConvertTo-Json @($results) -Depth 3 -Compress
        }
        $items = foreach ($item in $Run) {
            @{ Path = "$root/docs/runbooks/$($item.Runbook).Tests.ps1"; Tag = $item.Tag; Data = $item.Data + @{ ModulePath = "$root/out/VcsaAuthGuard" } }
        }
        $said = $Hidden, (ConvertTo-Json @($items) -Depth 5 -Compress) | pwsh -NoProfile -NonInteractive -Command $script 2>&1
        try { @($said | Select-Object -Last 1 | ConvertFrom-Json -AsHashtable) }
        catch { throw "The runbooks did not end well: $said" }
    }

    # All that need files only, at once. A run is found by its runbook and what it is of.
    $windows = "$incident/windows.csv"
    [System.IO.File]::WriteAllBytes("$TestDrive/vpxd-1.log.gz", [byte[]](0x1f, 0x8b, 8, 0, 1, 2, 3))
    $runs = [ordered]@{
        'Tonight nothing'  = @{ Data = @{} }
        'Prevent nothing'  = @{ Data = @{} }
        'Change nothing'   = @{ Data = @{} }
        'Tonight well'     = @{ Tag = 'Confirm'; Data = @{ LogPath = "$realLines/vpxd-8.log" } }
        'Tonight after'    = @{ Tag = 'Prove'; Data = @{ LogPath = $incident; Since = '2026-02-11T02:25:00Z' } }
        'Tonight too late' = @{ Tag = 'Prove'; Data = @{ LogPath = $incident; Since = '2026-02-12T00:00:00Z' } }
        'Tonight damaged'  = @{ Tag = 'Confirm'; Data = @{ LogPath = "$TestDrive/vpxd-1.log.gz", $incident } }
        'Tonight incident' = @{ Data = @{ LogPath = $incident; Window = $windows; JobRun = "$incident/job-runs.csv"; Since = '2026-02-11T02:15:00Z' } }
        'Tonight no logs'  = @{ Data = @{ LogPath = "$root/README.md"; Since = '2026-02-11T02:15:00Z' } }
        'Prevent no logs'  = @{ Data = @{ LogPath = "$root/README.md" } }
        'Change no logs'   = @{ Data = @{ LogPath = "$root/README.md"; Since = '2026-02-11T02:15:00Z' } }
        'Tonight covered'  = @{ Tag = 'Logs'; Data = @{ LogPath = $incident; NightStart = '2026-02-11T01:30:00Z'; NightEnd = '2026-02-11T02:20:00Z' } }
        'Tonight not covered' = @{ Tag = 'Confirm'; Data = @{ LogPath = $incident; NightStart = '2026-02-10T20:00:00Z'; NightEnd = '2026-02-11T02:20:00Z' } }
        'Change not covered' = @{ Data = @{ LogPath = $incident; Since = '2026-02-10T20:00:00Z' } }
        'Prevent well'     = @{ Data = @{ LogPath = "$realLines/vpxd-8.log"; Batch = @{ Request = 40; Concurrency = 52; ServiceTime = '00:00:39' } } }
        'Prevent incident' = @{
            Data = @{
                LogPath = $incident; Window = $windows; ScriptPath = "$root/samples/scripts"; AlertPath = "$TestDrive/none.yml"
                Batch = @{ Request = 1000; Concurrency = 52; ServiceTime = '00:00:39' }
            }
        }
        'Change well'      = @{ Data = @{ LogPath = $incident; Since = '2026-02-11T02:25:00Z' } }
        'Change incident'  = @{ Data = @{ LogPath = $incident; Window = $windows; Since = '2026-02-11T01:50:00Z' } }
    }
    foreach ($kind in 'ApiStorm', 'SessionLeak', 'ServiceRestart', 'LoginRefused', 'HostUnreachable', 'None') {
        $logs, $windowFile, $runFile = dotnet $standInProgram --incident (Join-Path $TestDrive $kind) $kind ($kind -eq 'HostUnreachable' ? 6 : 3) # one host, not several
        $data = @{ LogPath = $logs -split '\|' }
        if ($windowFile) { $data.Window = $windowFile }
        if ($runFile) { $data.JobRun = $runFile }
        $runs["Tonight $kind"] = @{ Tag = 'Confirm'; Data = $data }
    }
    $answers = @(Invoke-Runbook @($runs.Keys | ForEach-Object { $runs[$_] + @{ Runbook = -split $_ | Select-Object -First 1 } }))
    if ($answers.Count -ne $runs.Count) { throw "$($answers.Count) of $($runs.Count) runbooks gave results." }
    $results = @{}
    foreach ($name in $runs.Keys) { $results[$name] = $answers[$results.Count] }
}

Describe 'The runbooks' {
    It 'skip what they were given nothing for, and break nowhere: <_>' -ForEach 'Tonight', 'Prevent', 'Change' {
        $all = $results["$_ nothing"]
        $all.Count | Should -BeGreaterThan 3
        foreach ($result in $all.Values) { $result | Should -Match '^Skipped: is skipped, because [-\w ]+ was not given$' }
    }

    It 'pass on real lines and on hours without a fault' {
        $results['Tonight well'].Count | Should -Be 5
        $results['Tonight well'].Values | Sort-Object -Unique | Should -Be 'Passed'
        $results['Tonight after']['finds no call refused since, in logs that reach that far'] | Should -Be 'Passed'
        $results['Prevent well']['predicts that no token of a batch expires in the queue'] | Should -Be 'Passed'
        $results['Prevent well']['finds no client that logs in for every item, or never out'] | Should -Be 'Passed'
        $results['Change well']['finds no call refused since'] | Should -Be 'Passed'
        $results['Change well']['finds no client that logs in more than it did before'] | Should -Be 'Passed'
    }

    It 'prove nothing by a file that is no log, and say so: <_>' -ForEach 'Tonight', 'Prevent', 'Change' {
        $seen = $results["$_ no logs"]
        $first, $others = @($seen.Keys).Where({ $_ -like 'reads vpxd logs*' }, 'Split')
        $seen["$first"] | Should -Match '^Failed: These are no vpxd logs'
        $others | Where-Object { $seen[$_] -eq 'Passed' } | Should -BeNullOrEmpty
        @($seen.Values) -match '^Inconclusive: .*These are no vpxd logs' | Should -Not -BeNullOrEmpty
    }

    It 'have no result where the logs do not cover the time asked for' {
        $results['Tonight covered'].Values | Should -Be 'Passed'
        $tonight = $results['Tonight not covered']
        $tonight['reads vpxd logs that cover the night asked for'] |
            Should -Match '^Failed: These are vpxd logs, \d+ entries, from 2026-02-11 01:00:12Z to 2026-02-11 02:28:08Z, and they do not cover the time asked for, from 2026-02-10 20:00:00Z'
        $tonight['finds no other cause of refused calls'] | Should -Match '^Inconclusive: '
        $results['Change not covered']['finds no call refused since'] | Should -Match '^Inconclusive: '
    }

    It 'fail on the sample incident, and say what to do: Tonight' {
        $tonight = $results['Tonight incident']
        $tonight['reads every log it was given'] | Should -Be 'Passed'
        $tonight['finds the refused calls within the article''s bounds'] | Should -Match '^Failed: vCenter refused 44 calls .* at most 36 in 00:05:00, from 2026-02-11 02:14:00Z to 2026-02-11 02:21:12Z'
        $tonight['finds no API storm: backups do not fail for the reason of KB 440879'] |
            Should -Match '^Failed: Confirmed with high confidence: This is the problem of KB 440879.*Talk to VSPHERE\.LOCAL\\svc-bladelogic at 10\.20\.40\.15 \(411 logins\)\. Next: Log in again: '
        $tonight['finds no other cause of refused calls'] | Should -Be 'Passed'
        $tonight['finds no call refused since, in logs that reach that far'] | Should -Match '^Failed: \d+ calls were refused after 2026-02-11 02:15:00Z, the last at 2026-02-11 02:21:12Z\. Next: the step Confirm'
    }

    It 'fail on the sample incident, and say what to do: Prevent' {
        $prevent = $results['Prevent incident']
        $prevent['keeps backups and automation apart'] | Should -Match '^Failed: Rubrik nightly and BladeLogic patch scan run at the same time 4 time\(s\) in 28 days, first .* for 01:30:00\. Next: start Rubrik nightly at 03:30'
        $prevent['finds no script that works without pauses, or ignores certificates'] | Should -Match '^Failed: .*nightly-snapshots\.ps1, line 5: IgnoredCertificate'
        $prevent['finds no script that logs in for every item, or never out'] | Should -Match '^Failed: .*nightly-snapshots\.ps1, line \d+: LoginPerItem'
        $prevent['finds no client that logs in for every item, or never out'] | Should -Match '^Failed: VSPHERE\.LOCAL\\svc-bladelogic at 10\.20\.40\.15: LoginPerItem, 411 logins'
        $prevent['predicts that no token of a batch expires in the queue'] | Should -Match '^Failed: 584 of 1000 tokens would be idle for more than 00:05:00\. Next: batches of at most 416\.'
        $prevent['has an alert file with the article''s rule'] | Should -Match '^Failed: There is no .*none\.yml\. Next: Export-VcsaAuthAlert -Format Prometheus'
    }

    It 'fail on the sample incident, and say what to do: Change' {
        $change = $results['Change incident']
        $change['finds no call refused since'] | Should -Match '^Failed: Since 2026-02-11 01:50:00Z: .*45 NotAuthenticated'
        $change['finds no client that logs in more than it did before'] | Should -Match '^Failed: VSPHERE\.LOCAL\\svc-bladelogic at 10\.20\.40\.15 logged in 21 times in the minute of 2026-02-11 02:01:00Z, and '
        $change['keeps backups and automation apart'] | Should -Match '^Failed: Rubrik nightly and BladeLogic patch scan'
    }

    It 'say that logs prove nothing when they end before, and when one could not be read' {
        $results['Tonight too late']['finds no call refused since, in logs that reach that far'] | Should -Match '^Failed: The logs prove nothing: their last line is of 2026-02-11 02:28:08Z'
        $results['Tonight damaged']['reads every log it was given'] | Should -Match '^Failed: What follows is of the rest of the logs only\. .*vpxd-1\.log\.gz'
    }

    It 'tell a synthetic incident by its right name: <Kind>' -ForEach @(
        @{ Kind = 'ApiStorm'; Storm = '^Failed: (Confirmed|Likely) with (high|medium|low) confidence'; Other = '^Passed' }
        @{ Kind = 'SessionLeak'; Storm = '^Passed'; Other = '^Failed: SessionLeak: ' }
        @{ Kind = 'ServiceRestart'; Storm = '^Passed'; Other = '^Failed: ServiceRestart: ' }
        @{ Kind = 'LoginRefused'; Storm = '^Passed'; Other = '^Failed: LoginRefused: ' }
        @{ Kind = 'HostUnreachable'; Storm = '^Passed'; Other = '^Failed: HostUnreachable: ' }
        @{ Kind = 'None'; Storm = '^Passed'; Other = '^Passed' }
    ) {
        $tonight = $results["Tonight $Kind"]
        $tonight['reads every log it was given'] | Should -Be 'Passed'
        $tonight['finds no API storm: backups do not fail for the reason of KB 440879'] | Should -Match $Storm
        $tonight['finds no other cause of refused calls'] | Should -Match $Other
    }

    It 'restart the proxy pipeline only when told to' {
        Assert-Appliance
        $appliance = Open-Appliance
        try {
            Invoke-Appliance -Appliance $appliance -Command put -Argument envoy-hgw, STOPPED
            $data = @{ Appliance = @{ Server = "127.0.0.1:$($appliance.Port)"; UserName = $appliance.User; KeyFile = $appliance.ClientKeyPath; KnownHosts = $appliance.KnownHostsPath } }
            $before = (Get-ApplianceState -Appliance $appliance -Service vpxd).ProcessId
            $seen, $change = Invoke-Runbook @(@{ Runbook = 'Tonight'; Data = $data }, @{ Runbook = 'Change'; Data = $data })
            $seen['restarts the proxy pipeline, if told to'] | Should -Match '^Skipped: .*-Restart was not given'
            $seen['finds the proxy pipeline up'] | Should -Match '^Failed: vmware-envoy-hgw: Stopped.* Next: Restart-VcsaProxyPipeline -Server 127\.0\.0\.1'
            $change['finds everything up that starts by itself'] | Should -Match '^Failed: .*vmware-envoy-hgw: Stopped'
            (Get-ApplianceState -Appliance $appliance -Service vpxd).ProcessId | Should -Be $before

            $healed, $change = Invoke-Runbook @(@{ Runbook = 'Tonight'; Data = $data + @{ Restart = $true } }, @{ Runbook = 'Change'; Data = $data })
            $healed['restarts the proxy pipeline, if told to'] | Should -Be 'Passed'
            $healed['finds the proxy pipeline up'] | Should -Be 'Passed'
            $change['finds everything up that starts by itself'] | Should -Be 'Passed'
            (Get-ApplianceState -Appliance $appliance -Service vpxd).ProcessId | Should -Not -Be $before
        }
        finally { Close-Appliance $appliance }
    }

    It 'make the alert only when told to, and see that it is there' {
        $platform = Open-StandIn --stand-in-aria
        try {
            $uri, $thumbprint, $hidden = $platform.Ready
            $data = @{ AriaLogs = @{ Uri = $uri; User = 'alerts@example.org'; Thumbprint = $thumbprint } }
            $name = 'has the alert in Aria Operations for Logs as it should be'
            $all = Invoke-Runbook -Hidden $hidden -Run @(
                @{ Runbook = 'Prevent'; Tag = 'Alert'; Data = $data }
                @{ Runbook = 'Prevent'; Tag = 'Alert'; Data = $data }
                @{ Runbook = 'Prevent'; Tag = 'Alert'; Data = $data + @{ Register = $true } }
                @{ Runbook = 'Prevent'; Tag = 'Alert'; Data = $data }
            )
            $all[0][$name] | Should -Match '^Failed: The alert is not there'
            $all[1][$name] | Should -Match '^Failed: The alert is not there'
            $all[2][$name] | Should -Be 'Passed'
            $all[3][$name] | Should -Be 'Passed'
        }
        finally { Close-StandIn $platform }
    }

    It 'read the logs of a running vCenter Server (the simulator) where no file is given' {
        Assert-Simulator
        $logs = (New-Item -ItemType Directory "$TestDrive/live").FullName
        $start = [datetime]::UtcNow.AddMinutes(-10)
        $lines = foreach ($number in 1..40) {
            "$($start.AddSeconds($number).ToString('yyyy-MM-ddTHH:mm:ss.fff'))Z info vpxd[$number] [Originator@6876 sub=vmomi.soapStub[$number] opID=$number] SOAP request returned HTTP failure; " +
            "<<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-$($number % 4)/sdk>, method: fileManagement; " +
            'code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {'
            '-->    msg = "synthetic"'
            '--> }'
        }
        [IO.File]::WriteAllText("$logs/vpxd.log", ($lines -join "`n") + "`n")
        $simulator = Open-Simulator -Binary (Build-Simulator $TestDrive) -Flag '-logs', $logs
        try {
            $data = @{ VCenter = @{ Server = ([uri] $simulator.Url).Authority; User = 'user'; Thumbprint = $simulator.Thumbprint } }
            $tonight = @(Invoke-Runbook -Hidden 'pass' -Run @{ Runbook = 'Tonight'; Tag = 'Confirm'; Data = $data })[0]
            $tonight['reads every log it was given'] | Should -Be 'Passed'
            $tonight['finds the refused calls within the article''s bounds'] | Should -Match '^Failed: vCenter refused 40 calls'
            (Invoke-RestMethod ([uri]::new([uri] $simulator.Url, '/counts')) -SkipCertificateCheck).users.user.sessions | Should -Be 0
        }
        finally { Close-Simulator $simulator }
    }

    It 'count sessions at vCenter Server (the simulator)' {
        Assert-Simulator
        $simulator = Open-Simulator -Binary (Build-Simulator $TestDrive) -Flag @()
        try {
            $data = @{ VCenter = @{ Server = ([uri] $simulator.Url).Authority; User = 'user'; Thumbprint = $simulator.Thumbprint } }
            $tonight, $change = Invoke-Runbook -Hidden 'pass' -Run @(@{ Runbook = 'Tonight'; Tag = 'Relieve'; Data = $data }, @{ Runbook = 'Change'; Tag = 'Load'; Data = $data })
            $tonight['finds room for sessions'] | Should -Be 'Passed'
            $change['finds room for sessions'] | Should -Be 'Passed'
        }
        finally { Close-Simulator $simulator }
    }
}
