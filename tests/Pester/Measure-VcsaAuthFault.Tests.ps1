BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $incident = Join-Path $root 'samples/incident'
    . "$PSScriptRoot/Module.ps1"
}

Describe 'Measure-VcsaAuthFault' {
    It 'finds the burst of the incident, from a path or from the pipeline' {
        foreach ($bursts in @(Measure-VcsaAuthFault -Path $incident), @(Get-VcsaAuthFault $incident | Measure-VcsaAuthFault)) {
            $bursts.Count | Should -Be 1
            $bursts[0].Count | Should -Be 44
            $bursts[0].PeakCount | Should -Be 36
            $bursts[0].Start | Should -BeGreaterThan ([DateTimeOffset]'2026-02-11T02:13:59Z')
            $bursts[0].Duration.TotalMinutes | Should -BeLessThan 8
            $bursts[0].VMHost[0].Name | Should -Be 'HostSystem-host-150117'
            ($bursts[0].VMHost | Measure-Object Count -Sum).Sum | Should -Be 44
            "$($bursts[0].Rule)" | Should -Be 'more than 10 in 00:05:00'
        }
    }

    It 'takes another rule' {
        @(Measure-VcsaAuthFault -Path $incident -Threshold 44).Count | Should -Be 0
        @(Measure-VcsaAuthFault -Path $incident -Threshold 0 -Period 12:00:00).Count | Should -Be 1
        Measure-VcsaAuthFault -Path $incident -Threshold 3 -Period 00:00:30 | ForEach-Object Count | Should -Be 22, 7
    }

    It 'groups by <By>' -ForEach @(
        @{ By = 'VMHost'; Groups = 3 }
        @{ By = 'Datastore'; Groups = 3 }
        @{ By = 'Method'; Groups = 1 }
        @{ By = 'Hour'; Groups = 1 }
    ) {
        $result = @(Get-VcsaAuthFault $incident | Measure-VcsaAuthFault -By $By)
        $result.Count | Should -Be $Groups
        ($result | Measure-Object Count -Sum).Sum | Should -Be 45
        [math]::Round(($result | Measure-Object Share -Sum).Sum, 9) | Should -Be 1
    }

    It 'counts over time, empty spans too' {
        $bins = @(Measure-VcsaAuthFault -Path $incident -Histogram -Bin 00:05:00)
        $bins | ForEach-Object Count | Should -Be 1, 0, 5, 35, 4
        $bins[0].Start | Should -Be ([DateTimeOffset]'2026-02-11T02:00:00Z')
        ($bins[0].End - $bins[0].Start).TotalMinutes | Should -Be 5
    }

    It 'says how many faults have no time' {
        Measure-VcsaAuthFault -Path (Join-Path $root 'tests/fixtures/samples/kb-signature.log') -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '1 faults have no time*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a period of nothing'; Id = 'ParameterOutOfRange'; Arguments = @{ Period = [timespan]::Zero } }
        @{ Name = 'a bin under a second'; Id = 'ParameterOutOfRange'; Arguments = @{ Histogram = $true; Bin = [timespan]::FromMilliseconds(5) } }
        @{ Name = 'two ways at once'; Id = 'ParametersExclude'; Arguments = @{ Histogram = $true; By = 'Hour' } }
        @{ Name = 'a threshold below zero'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Threshold = -1 } }
    ) {
        { Measure-VcsaAuthFault -Path $incident @Arguments } | Should -Throw -ErrorId "$Id,VcsaAuthGuard.Commands.MeasureVcsaAuthFaultCommand"
    }

    It 'refuses what is no fault and no log' {
        { 42 | Measure-VcsaAuthFault -ErrorAction Stop } | Should -Throw -ErrorId 'InputNotLog,VcsaAuthGuard.Commands.MeasureVcsaAuthFaultCommand'
    }

    It 'shows a table that fits <Width> columns' -ForEach @{ Width = 80 }, @{ Width = 120 } {
        foreach ($shown in (Measure-VcsaAuthFault -Path $incident), (Measure-VcsaAuthFault -Path $incident -By VMHost), (Measure-VcsaAuthFault -Path $incident -Histogram)) {
            $text = $shown | Out-String -Width $Width
            ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
            $text | Should -Match '2026-02-11 02:'
        }
    }
}
