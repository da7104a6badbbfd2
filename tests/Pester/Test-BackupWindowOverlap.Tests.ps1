BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    . "$PSScriptRoot/Module.ps1"
    $sample = Import-Csv (Join-Path $root 'samples/incident/windows.csv')
    $id = 'VcsaAuthGuard.Commands.TestBackupWindowOverlapCommand'
}

Describe 'Test-BackupWindowOverlap' {
    It 'finds the overlap of the incident, from rows or from windows' {
        foreach ($windows in $sample, ($sample | ConvertTo-BackupWindow)) {
            $overlap = $windows | Test-BackupWindowOverlap -From 2026-02-01Z
            @($overlap).Count | Should -Be 1
            $overlap.Windows.Name | Should -Be 'Rubrik nightly', 'BladeLogic patch scan'
            $overlap.Windows[1].Name | Should -Be 'BladeLogic patch scan'
            $overlap.Roles | Should -Be 'Backup', 'Automation'
            $overlap.Server | Should -Be 'vc01.example.org'
            $overlap.Start | Should -Be ([DateTimeOffset]'2026-02-04T02:00Z')
            $overlap.Duration | Should -Be ([timespan]'01:30')
            $overlap.Occurrences | Should -Be 4
            $overlap.VMs, $overlap.Sessions, $overlap.TokensAtRisk | Should -Be 700, 340, 128
            $overlap.PredictedWait.TotalSeconds | Should -Be 390
            $overlap.Severity | Should -Be 'High'
        }
    }

    It 'takes a horizon, limits and the assumption about the gateway' {
        $sample | Test-BackupWindowOverlap -From 2026-02-05Z -To 2026-02-11Z | Should -BeNullOrEmpty
        ($sample | Test-BackupWindowOverlap -From 2026-02-01Z -Days 366).Occurrences | Should -Be 52
        $overlap = $sample | Test-BackupWindowOverlap -From 2026-02-01Z -MaxConcurrentVM 699 -MaxSession 340 -ServedAtOnce 100
        $overlap.IsOverVMLimit, $overlap.IsOverSessionLimit, $overlap.Severity | Should -Be $true, $false, 'Medium'
    }

    It 'says only whether there is one' {
        $sample | Test-BackupWindowOverlap -Quiet | Should -BeTrue
        $sample[0, 2] | Test-BackupWindowOverlap -Quiet | Should -BeExactly $false
        $backups = 1, 2 | ForEach-Object { New-BackupWindow "b$_" -Daily -At 02:00 -Duration 1h -TimeZone UTC }
        $backups | Test-BackupWindowOverlap -Quiet | Should -BeFalse
        $backups | Test-BackupWindowOverlap -Quiet -IncludeSameRole | Should -BeTrue
    }

    It 'uses the other windows when one is wrong' {
        $rows = @($sample) + @('Name,Role,Recurrence,TimeZone,Duration', 'bad,Backup,daily 26:00,UTC,1h' | ConvertFrom-Csv) + 42
        @($rows | Test-BackupWindowOverlap -From 2026-02-01Z -ErrorVariable problems -ErrorAction SilentlyContinue).Count | Should -Be 1
        $problems.FullyQualifiedErrorId | Should -Be "WindowInvalid,$id", "InputNotSchedule,$id"
        "$($problems[0])" | Should -BeLike "bad: *'26:00' is not a time of day*"
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a horizon that ends first'; Id = 'HorizonInvalid'; Arguments = @{ From = '2026-02-02Z'; To = '2026-02-01Z' } }
        @{ Name = 'a horizon after the calendar'; Id = 'HorizonInvalid'; Arguments = @{ From = '2026-02-02Z'; Days = 3000000 } }
        @{ Name = 'two ends'; Id = 'ParametersExclude'; Arguments = @{ To = '2036-02-02Z'; Days = 3 } }
        @{ Name = 'no days'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Days = 0 } }
    ) {
        { $sample | Test-BackupWindowOverlap @Arguments } | Should -Throw -ErrorId "$Id,VcsaAuthGuard.Commands.TestBackupWindowOverlapCommand"
    }

    It 'shows a table that fits 120 columns, and a list with everything' {
        $text = $sample | Test-BackupWindowOverlap -From 2026-02-01Z | Out-String -Width 120
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $text | Should -Match '2026-02-04 02:00:00Z +01:30:00 +4 High +Rubrik nightly \+ BladeLogic\s+patch scan \(vc01\.example\.org,'
        $overlap = $sample | Test-BackupWindowOverlap -From 2026-02-01Z
        $list = $overlap | Format-List | Out-String -Width 120
        foreach ($property in $overlap.PSObject.Properties.Name) { $list | Should -Match "(?m)^$property +:" }
    }
}
