BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    . "$PSScriptRoot/Module.ps1"
    $invalid = 'WindowInvalid,VcsaAuthGuard.Commands.NewBackupWindowCommand'
}

Describe 'New-BackupWindow' {
    It 'makes <Recurrence>' -ForEach @(
        @{ Recurrence = 'once 2026-02-11T02:00'; Arguments = @{ Once = $true; At = '2026-02-11T02:00' } }
        @{ Recurrence = 'once 2026-02-11T02:00'; Arguments = @{ Once = $true; At = [datetime]::new(2026, 2, 11, 2, 0, 0) } }
        @{ Recurrence = 'every 6 hours from 00:00'; Arguments = @{ EveryHours = 6 } }
        @{ Recurrence = 'every 6 hours from 01:30'; Arguments = @{ EveryHours = 6; At = '01:30' } }
        @{ Recurrence = 'every 5 hours from 2026-02-11T02:00'; Arguments = @{ EveryHours = 5; At = '2026-02-11 02:00' } }
        @{ Recurrence = 'daily 02:00,14:00'; Arguments = @{ Daily = $true; At = '14:00', [timespan]::FromHours(2) } }
        @{ Recurrence = 'weekly Mon,Wed 02:00'; Arguments = @{ Weekly = $true; DayOfWeek = 'Wednesday', 'Monday'; At = '2:00' } }
        @{ Recurrence = 'monthly 1,15 02:00'; Arguments = @{ Monthly = $true; Day = 15, 1; At = '02:00' } }
        @{ Recurrence = 'monthly second Sunday 02:00'; Arguments = @{ Monthly = $true; WeekdayOfMonth = 'second sunday'; At = '02:00' } }
        @{ Recurrence = '0 2 * * 1-5'; Arguments = @{ Cron = '0 2 * * 1-5' } }
        @{ Recurrence = 'RRULE:FREQ=DAILY;BYHOUR=2'; Arguments = @{ RRule = 'FREQ=DAILY;BYHOUR=2' } }
        @{ Recurrence = 'DTSTART:20260211T020000 RRULE:FREQ=WEEKLY;INTERVAL=2'; Arguments = @{ RRule = 'RRULE:FREQ=WEEKLY;INTERVAL=2'; At = '2026-02-11 02:00' } }
        @{ Recurrence = 'monthly last 02:00'; Arguments = @{ Recurrence = 'monthly last 02:00' } }
    ) {
        $window = New-BackupWindow 'job' -Duration 1h -TimeZone UTC @Arguments
        "$($window.Recurrence)" | Should -Be $Recurrence
        "$((New-BackupWindow 'job' -Duration 1h -TimeZone UTC -Recurrence $Recurrence).Recurrence)" | Should -Be $Recurrence
    }

    It 'keeps what else it is told' {
        $window = New-BackupWindow 'job' -Role Automation -Daily -At 02:00 -Duration PT90M -TimeZone 'W. Europe Standard Time' -Server vc01, vc02 -ConcurrentVM 400 -Session 40 -SecondsPerRequest 1.5 -Movable 20:00-04:00 -Source me
        $window.Role | Should -Be 'Automation'
        $window.TimeZone | Should -Be 'Europe/Berlin'
        $window.Duration.TotalMinutes | Should -Be 90
        $window.Server[1] | Should -Be 'vc02'
        $window.Load.VMs, $window.Load.Sessions, $window.Load.SecondsPerRequest | Should -Be 400, 40, 1.5
        "$($window.Movable)" | Should -Be '20:00-04:00'
        $window.Movable.Length.TotalHours | Should -Be 8
        $window.Source | Should -Be 'me'
    }

    It 'is a backup against all servers unless told otherwise' {
        $window = New-BackupWindow 'job' -Daily -At 02:00 -Duration 1h -TimeZone UTC
        $window.Role | Should -Be 'Backup'
        $window.TimeZone | Should -Be 'UTC'
        $window.Server.Count | Should -Be 0
    }

    It 'gives runs by the rules for clocks that change' {
        $window = New-BackupWindow 'job' -Daily -At 02:30 -Duration 1h -TimeZone Europe/Berlin
        $window.Between('2026-03-29Z', '2026-03-30Z').Start.ToString('u') | Should -Be '2026-03-29 01:30:00Z'
        @($window.Between('2026-10-25Z', '2026-10-26Z')).Count | Should -Be 1
    }

    It 'refuses <Name>, and the script goes on' -ForEach @(
        @{ Name = 'a time of day that is none'; Why = "'26:00' is not a time of day"; Arguments = @{ Daily = $true; At = '26:00' } }
        @{ Name = 'a bad cron'; Why = 'Cron .61 \* \* \* \*.: '; Arguments = @{ Cron = '61 * * * *' } }
        @{ Name = 'a bad rule'; Why = 'BYHOUR=25 is not from 0 to 23'; Arguments = @{ RRule = 'FREQ=DAILY;BYHOUR=25' } }
        @{ Name = 'a rule that needs a start'; Why = 'INTERVAL counts from a start'; Arguments = @{ RRule = 'FREQ=DAILY;INTERVAL=2' } }
        @{ Name = 'a window without a zone'; Why = 'no time zone. Give one with -TimeZone'; Arguments = @{ Daily = $true; At = '02:00'; TimeZone = $null } }
        @{ Name = 'an unknown zone'; Why = "no time zone 'Mars/Phobos'"; Arguments = @{ Daily = $true; At = '02:00'; TimeZone = 'Mars/Phobos' } }
        @{ Name = 'a negative duration'; Why = 'negative: the window ends before its start'; Arguments = @{ Daily = $true; At = '02:00'; Duration = '-1h' } }
        @{ Name = 'hours that do not divide a day'; Why = 'include the day of the first start'; Arguments = @{ EveryHours = 5 } }
    ) {
        if (-not $Arguments.Duration) { $Arguments.Duration = '1h' }
        if (-not $Arguments.ContainsKey('TimeZone')) { $Arguments.TimeZone = 'UTC' } elseif (-not $Arguments.TimeZone) { $Arguments.Remove('TimeZone') }
        New-BackupWindow 'job' @Arguments -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Be $invalid
        "$($problems[0])" | Should -Match "^job: .*$Why"
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses a duration without a unit and a range that is none' {
        { New-BackupWindow 'job' -Daily -At 02:00 -Duration 90 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,VcsaAuthGuard.Commands.NewBackupWindowCommand'
        { New-BackupWindow 'job' -Daily -At 02:00 -Duration 1h -Movable 20:00 } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,VcsaAuthGuard.Commands.NewBackupWindowCommand'
    }

    It 'completes zones by any part of the name' {
        (TabExpansion2 'New-BackupWindow x -TimeZone berl').CompletionMatches.CompletionText | Should -Be 'Europe/Berlin'
        (TabExpansion2 'New-BackupWindow x -TimeZone ').CompletionMatches.Count | Should -BeGreaterThan 400
    }

    It 'shows a table that fits 120 columns' {
        $text = New-BackupWindow ('long ' * 20) -Daily -At 02:00 -Duration 1h -Server vc01.example.org, vc02.example.org -TimeZone America/Argentina/Buenos_Aires | Out-String -Width 120
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $text | Should -Match 'daily 02:00'
    }
}
