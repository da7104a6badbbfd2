BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $incident = Join-Path $root 'samples/incident'
    . "$PSScriptRoot/Module.ps1"
    $by = 'VcsaAuthGuard.Commands.GetVcsaDiagnosisCommand'
    $windows = "$incident/windows.csv"
    $runs = "$incident/job-runs.csv"
}

Describe 'Get-VcsaDiagnosis' {
    It 'confirms the incident in samples, by <Name>' -ForEach @(
        @{ Name = 'path'; By = { Get-VcsaDiagnosis $incident } }
        @{ Name = 'literal path'; By = { Get-VcsaDiagnosis -LiteralPath $incident } }
        @{ Name = 'files'; By = { Get-ChildItem $incident -Include *.log, *.gz -Recurse | Get-VcsaDiagnosis } }
    ) {
        $diagnosis = @(& $By)
        $diagnosis.Count | Should -Be 1
        $diagnosis[0].Verdict | Should -Be 'Confirmed'
        $diagnosis[0].Cause | Should -Be 'ApiStorm'
        $diagnosis[0].Confidence | Should -Be 'High'
        $diagnosis[0].Findings[0].Cause | Should -Be 'ApiStorm'
        $diagnosis[0].Clients[0].User | Should -Be 'VSPHERE.LOCAL\svc-bladelogic'
        $diagnosis[0].Remedies.Order | Should -Be (1..6)
        $diagnosis[0].Evidence.Rule | Should -Contain 'Storm'
        $diagnosis[0].MissingEvidence.Rule | Should -Contain 'WindowOverlap'
        $diagnosis[0].Version | Should -Be '8.0.3'
    }

    It 'reads several bundles side by side, and shows a table of all before the first answer' {
        foreach ($name in 'vc01', 'vc02', 'vc03') { tar -czf "$TestDrive/$name.tgz" -C $incident . }
        Set-Content -LiteralPath "$TestDrive/vc02.tgz" -AsByteStream -Value ([byte[]](Get-Content "$TestDrive/vc02.tgz" -AsByteStream -TotalCount 200))
        $diagnoses = Get-VcsaDiagnosis "$TestDrive/vc0*.tgz" -Concurrency 2 -ErrorAction SilentlyContinue -ErrorVariable problems
        $diagnoses.Source | Split-Path -Leaf | Should -Be 'vc01.tgz', 'vc02.tgz', 'vc03.tgz'
        $diagnoses.Verdict | Should -Be Confirmed, Unknown, Confirmed
        $problems.Count | Should -Be 1
        $lines = ($diagnoses | Out-String -Width 80) -replace '\e\[[\d;]*m' -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^VCENTER +VERDICT +CAUSE +WHEN'
        $lines[1..3] -replace ' .*' | Should -Be 'vc01.tgz', 'vc03.tgz', 'vc02.tgz'
        $lines[4] | Should -BeLike 'CONFIRMED: KB 440879*'
        ($diagnoses[2] | Out-String) | Should -Not -MatchExactly 'VCENTER'
    }

    It 'names a time span without entries as the reason of no verdict' {
        $diagnosis = Get-VcsaDiagnosis $incident -After 2027-01-01
        $diagnosis.Verdict | Should -Be 'Unknown'
        $diagnosis.Summary | Should -Be "No verdict is possible: no entry of vpxd's log is within the time asked for."
    }

    It 'asks for windows that could not be read, and names them in no remedy' {
        $diagnosis = Get-VcsaDiagnosis $incident -Window "$TestDrive/missing.csv" -ErrorAction Ignore
        $diagnosis.MissingEvidence.Rule | Should -Contain 'WindowOverlap'
        $diagnosis.Remedies.Command -match 'missing' | Should -BeNullOrEmpty
    }

    It 'shows the verdict in colour, and plain where colour is off' {
        $rendering, $plain = $PSStyle.OutputRendering, $env:NO_COLOR
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $env:NO_COLOR = $null
            Get-VcsaDiagnosis $incident | Out-String | Should -Match "\e\[[\d;]+mCONFIRMED: KB 440879\e\[0m \(high confidence\)"
            $PSStyle.OutputRendering = 'PlainText'
            Get-VcsaDiagnosis $incident | Out-String | Should -Not -Match '\e'
        }
        finally { $PSStyle.OutputRendering, $env:NO_COLOR = $rendering, $plain }
    }

    It 'takes windows as <Name>' -ForEach @(
        @{ Name = 'a file'; Window = { $windows } }
        @{ Name = 'a FileInfo'; Window = { Get-Item $windows } }
        @{ Name = 'rows'; Window = { Import-Csv $windows } }
        @{ Name = 'New-BackupWindow''s'; Window = {
                New-BackupWindow Nightly -Role Backup -Recurrence 'daily 02:00' -TimeZone UTC -Duration 3h -Server vc01.example.org
                New-BackupWindow Patch -Role Automation -Recurrence 'weekly Wed 02:00' -TimeZone UTC -Duration 90m -Server vc01.example.org
            }
        }
    ) {
        $diagnosis = Get-VcsaDiagnosis $incident -Window (& $Window)
        $diagnosis.Evidence.Rule | Should -Contain 'WindowOverlap'
        $diagnosis.MissingEvidence.Rule | Should -Not -Contain 'WindowOverlap'
        $diagnosis.Server | Should -Be 'vc01.example.org'
    }

    It 'takes job runs as <Name>' -ForEach @(
        @{ Name = 'a file'; JobRun = { $runs } }
        @{ Name = 'a FileInfo'; JobRun = { Get-Item $runs } }
        @{ Name = 'rows of Import-Csv'; JobRun = { Import-Csv $runs } }
        @{ Name = 'rows with other names and dates'; JobRun = {
                Import-Csv $runs | Select-Object @{ N = 'Object Name'; E = 'VM' }, @{ N = 'Job Status'; E = 'Status' }, @{ N = 'Failure Reason'; E = 'Message' },
                @{ N = 'Start Time'; E = { [DateTimeOffset] $_.Start } }, @{ N = 'End Time'; E = { ([DateTimeOffset] $_.End).LocalDateTime } }
            }
        }
        @{ Name = 'hashtables'; JobRun = { Import-Csv $runs | ForEach-Object { @{ VM = $_.VM; Status = $_.Status; Message = $_.Message; Start = $_.Start; End = $_.End } } } }
    ) {
        $evidence = (Get-VcsaDiagnosis $incident -JobRun (& $JobRun)).Evidence | Group-Object Rule -AsHashTable
        $evidence['JobsExplained'].Statement | Should -BeLike '11 of 12 failed backup runs ran in a burst*'
        $evidence['TransferFailed'].Count | Should -Not -BeNullOrEmpty
    }

    It 'reads a report with <Name>' -ForEach @(
        @{ Name = 'dates whose order the logs settle'; Report = 'j01-veeamhub-sessionreport.csv'; More = @{} }
        @{ Name = 'local times and -TimeZone'; Report = 'j12-rubrik-cdm-local-est.csv'; More = @{ TimeZone = 'America/New_York' } }
        @{ Name = '-DateFormat'; Report = 'j03-sessionstart-ddmm.csv'; More = @{ DateFormat = 'dd/MM/yyyy' } }
    ) {
        $path = Join-Path $root "tests/fixtures/cases/$Report"
        foreach ($given in $path, (Import-Csv $path)) {
            $evidence = (Get-VcsaDiagnosis $incident -JobRun $given @More -WarningAction SilentlyContinue).Evidence | Group-Object Rule -AsHashTable
            $evidence['JobsExplained'].Statement | Should -BeLike '11 of 12 failed backup runs ran in a burst*'
        }
    }

    It 'explains 11 of 12 failed runs of <_>' -ForEach @(
        'j01b-veeamhub-settled.csv', 'j03-sessionstart-ddmm.csv', 'j05-vm-job-details.csv', 'j06-rubrik-cdm.csv', 'j06b-rubrik-cdm-with-sql.csv'
        'j08-cohesity-helios.csv', 'j10-bpdbjobs-all_columns.txt', 'j13-month-of-runs.csv'
    ) {
        $diagnosis = Get-VcsaDiagnosis $incident -JobRun "$root/tests/fixtures/cases/$_" -WarningAction SilentlyContinue -ErrorAction Stop
        ($diagnosis.Evidence | Where-Object Rule -EQ JobsExplained).Statement | Should -BeLike '11 of 12 failed backup runs ran in a burst*'
        $diagnosis.Against.Rule | Should -Not -Contain JobsElsewhere
    }

    It 'names the offset that would make local times fit, and counts no run' {
        $report = "$root/tests/fixtures/cases/j12-rubrik-cdm-local-est.csv"
        $diagnosis = Get-VcsaDiagnosis $incident -JobRun $report -WarningVariable notes -WarningAction SilentlyContinue -ErrorAction Stop
        $diagnosis.Evidence.Rule + $diagnosis.Against.Rule | Should -Not -Contain JobsExplained
        $diagnosis.Against.Rule | Should -Not -Contain JobsElsewhere
        "$notes" | Should -BeLike '*taken as UTC. If they are times of UTC-05:00, 11 of its 12 failed runs*-TimeZone*'
    }

    It 'reads the HTML and XML that PowerShell writes' {
        $rows = Import-Csv "$root/tests/fixtures/cases/j06-rubrik-cdm.csv"
        $rows | ConvertTo-Html | Set-Content (Join-Path $TestDrive 'report.html')
        ($rows | ConvertTo-Xml -NoTypeInformation).Save((Join-Path $TestDrive 'report.xml'))
        foreach ($file in 'report.html', 'report.xml') {
            $diagnosis = Get-VcsaDiagnosis $incident -JobRun (Join-Path $TestDrive $file) -WarningAction SilentlyContinue -ErrorAction Stop
            ($diagnosis.Evidence | Where-Object Rule -EQ JobsExplained).Count | Should -Be 11
        }
    }

    It 'takes lines, faults and events from the pipeline' {
        $lines = Get-Content "$incident/vpxd-8.log"
        $ofLines = $lines | Get-VcsaDiagnosis
        $ofFile = Get-VcsaDiagnosis "$incident/vpxd-8.log"
        $ofLines.Verdict | Should -Be $ofFile.Verdict
        $ofLines.Evidence.Statement | Should -Be $ofFile.Evidence.Statement
        $faults = Get-VcsaAuthFault $incident -Kind All
        $ofFaults = $faults | Get-VcsaDiagnosis
        $ofFaults.Verdict | Should -Be 'Confirmed' -Because 'the faults include the session limit'
        $ofFaults.Bursts.Count | Should -Be (Get-VcsaDiagnosis $incident).Bursts.Count
        $login = [pscustomobject]@{ PSTypeName = 'VMware.Vim.UserLoginSessionEvent'; UserName = 'CORP\x'; IpAddress = '10.0.0.9'; UserAgent = 'x'; SessionId = 'y'; CreatedTime = [datetime]'2026-02-11T02:00:00Z' }
        (@($faults) + $login | Get-VcsaDiagnosis).Load.User | Should -Be 'CORP\x'
    }

    It 'has commands that PowerShell or ssh takes' {
        foreach ($command in (Get-VcsaDiagnosis $incident -Window $windows).Remedies.Command) {
            $mistakes = $null
            [System.Management.Automation.Language.Parser]::ParseInput($command, [ref] $null, [ref] $mistakes) | Out-Null
            $mistakes | Should -BeNullOrEmpty
        }
        $plan = (Get-VcsaDiagnosis $incident -Window $windows).Remedies[1].Command
        $plan | Should -Match 'ConvertTo-BackupWindow \| Optimize-BackupWindow$'
        (& ([scriptblock]::Create($plan -replace ' \| Optimize-BackupWindow$'))).Name | Should -Be 'Rubrik nightly', 'BladeLogic patch scan', 'Inventory export'
    }

    It 'works in batches of 25 VMs in one shared session, as the remedy is written' {
        function Connect-VcsaSession { param($Server, [pscredential] $Credential) $null = $Server, $Credential; $script:logins++; 'vi' }
        function Get-VM { param($Server) $null = $Server; 1..60 }
        function Get-View { param([Parameter(ValueFromPipeline)] $VIObject, $Property) process { $null = $VIObject, $Property; $script:views++ } }
        $script:views = $script:logins = 0
        $command = (Get-VcsaDiagnosis $incident).Remedies[2].Command
        $command | Should -BeLike '*Invoke-VcsaBatch -Size 25 -Interval 00:00:30*'
        . ([scriptblock]::Create($command.Replace('-Interval 00:00:30', '-Interval 0s').Replace('(Get-Credential)', '([pscredential]::Empty)')))
        $script:views, $script:logins | Should -Be 60, 1
    }

    It 'judges by -Threshold and -Period' {
        $diagnosis = Get-VcsaDiagnosis $incident -Threshold 500
        $diagnosis.Bursts | Should -BeNullOrEmpty
        $diagnosis.Verdict | Should -Be 'Unexplained' -Because 'the session limit was reached only once, which is no cause'
        (Get-VcsaDiagnosis $incident -Period 00:00:01).Bursts | Should -BeNullOrEmpty
    }

    It 'refuses <Name>, and goes on' -ForEach @(
        @{ Name = 'a log that is not there'; Id = 'LogNotFound'; Arguments = { @{ Path = $incident, (Join-Path $TestDrive gone.log) } } }
        @{ Name = 'windows that are not there'; Id = 'ScheduleNotFound'; Arguments = { @{ Path = $incident; Window = (Join-Path $TestDrive gone.csv) } } }
        @{ Name = 'what is no window'; Id = 'InputNotSchedule'; Arguments = { @{ Path = $incident; Window = 42 } } }
        @{ Name = 'job runs that are not there'; Id = 'ScheduleNotFound'; Arguments = { @{ Path = $incident; JobRun = (Join-Path $TestDrive gone.csv) } } }
        @{ Name = 'a report without the columns'; Id = 'ScheduleUnreadable'; Arguments = { @{ Path = $incident; JobRun = $windows } } }
        @{ Name = 'a run without a status'; Id = 'InputNotJobRun'; Arguments = { @{ Path = $incident; JobRun = [pscustomobject]@{ Start = '2026-02-11T02:00:00Z' } } } }
        @{ Name = 'a time with two readings'; Id = 'InputNotJobRun'; Arguments = { @{ Path = $incident; JobRun = [pscustomobject]@{ Start = '03/04/2026 02:00'; Status = 'Failed' } } } }
    ) {
        $given = & $Arguments
        $diagnosis = Get-VcsaDiagnosis @given -ErrorVariable errors -ErrorAction SilentlyContinue
        $diagnosis.Cause | Should -Be 'ApiStorm'
        $errors[0].FullyQualifiedErrorId | Should -Be "$Id,$by"
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses a period of nothing' {
        { Get-VcsaDiagnosis $incident -Period 0s } | Should -Throw -ErrorId "ParameterOutOfRange,$by"
        { Get-VcsaDiagnosis $incident -Threshold -1 } | Should -Throw -ErrorId "ParameterArgumentValidationError,$by"
    }

    It 'reads as text, and its evidence as a table that fits 120 columns' {
        $diagnosis = Get-VcsaDiagnosis $incident
        $text = ($diagnosis | Out-String -Width 120) -split "`r?`n"
        ($text | Where-Object { $_ })[0] | Should -Be 'CONFIRMED: KB 440879 (high confidence)'
        $text -match '^What to do' | Should -Not -BeNullOrEmpty
        $table = $diagnosis.Evidence | Out-String -Width 120
        ($table -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $list = $diagnosis.Evidence[0] | Format-List | Out-String
        foreach ($name in $diagnosis.Evidence[0].psobject.Properties.Name) { $list | Should -Match "(?m)^$name +:" }
    }

    It 'changes nothing: it has no -WhatIf' { (Get-Command Get-VcsaDiagnosis).Parameters.Keys | Should -Not -Contain 'WhatIf' }
}
