BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    . "$PSScriptRoot/Module.ps1"
    $id = 'VcsaAuthGuard.Commands.ConvertToBackupWindowCommand'

    # Synthetic objects after the vSphere API reference: each scheduler has the properties of its kind and of those above it.
    function ConvertTo-Task([string] $Name, [hashtable] $Scheduler, [hashtable] $More = @{}) {
        $info = @{ Name = $Name; Enabled = $true; NextRunTime = $null; Scheduler = [pscustomobject] $Scheduler }
        foreach ($key in $More.Keys) { $info[$key] = $More[$key] }
        [pscustomobject]@{ Info = [pscustomobject] $info; Client = [pscustomobject]@{ ServiceUrl = 'https://vc01.example.org/sdk' } }
    }

    # After what Get-ScheduledTask returns.
    function ConvertTo-Trigger([string] $Class, [hashtable] $Trigger) {
        [pscustomobject] (@{ PSTypeName = "Microsoft.Management.Infrastructure.CimInstance#$Class"; Enabled = $true; StartBoundary = '2026-02-11T02:00:00' } + $Trigger)
    }

    $week = @{ Sunday = $false; Monday = $true; Tuesday = $false; Wednesday = $true; Thursday = $false; Friday = $false; Saturday = $false }
}

Describe 'ConvertTo-BackupWindow' {
    It 'takes scheduled tasks of vCenter' {
        enum WeekOfMonth { first; second; third; fourth; last }
        $tasks = @(
            ConvertTo-Task Daily @{ Interval = 1; Hour = 2; Minute = 5 }
            ConvertTo-Task Weekly (@{ Interval = 1; Hour = 2; Minute = 5 } + $week)
            ConvertTo-Task ByDay @{ Interval = 1; Hour = 2; Minute = 5; Day = 31 }
            ConvertTo-Task ByWeekday @{ Interval = 1; Hour = 2; Minute = 5; Offset = [WeekOfMonth]::second; Weekday = 'sunday' }
            ConvertTo-Task Hourly @{ Interval = 1; Minute = 5 }
            ConvertTo-Task Once @{ RunAt = [datetime]::new(2026, 2, 11, 2, 0, 0, [DateTimeKind]::Utc) }
            ConvertTo-Task Fortnightly (@{ Interval = 2; Hour = 2; Minute = 5; ActiveTime = [datetime]::new(2026, 2, 1, 0, 0, 0, [DateTimeKind]::Utc) } + $week)
        )
        foreach ($given in $tasks, [pscustomobject]@{ ScheduledTask = $tasks }) {
            $windows = $given | ConvertTo-BackupWindow -Duration 30m -TimeZone Asia/Tokyo
            $windows.Name | Should -Be 'Daily', 'Weekly', 'ByDay', 'ByWeekday', 'Hourly', 'Once', 'Fortnightly'
            $windows | ForEach-Object { "$($_.Recurrence)" } | Should -Be @(
                'daily 02:05', 'weekly Mon,Wed 02:05', 'RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;BYHOUR=2;BYMINUTE=5'
                'monthly second Sunday 02:05', 'every 1 hours from 00:05', 'once 2026-02-11T02:00'
                'DTSTART:20260201T000000 RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE;BYHOUR=2;BYMINUTE=5'
            )
            $windows[0].TimeZone, $windows[0].Role, $windows[0].Server[0], $windows[0].Duration.TotalMinutes | Should -Be 'UTC', 'Automation', 'vc01.example.org', 30
        }
    }

    It 'takes tasks of Windows, a window a trigger' {
        $task = [pscustomobject]@{
            TaskName = 'Export'; TaskPath = '\Jobs\'; State = 'Ready'
            Triggers = @(
                ConvertTo-Trigger MSFT_TaskDailyTrigger @{ DaysInterval = [uint16] 1 }
                ConvertTo-Trigger MSFT_TaskWeeklyTrigger @{ DaysOfWeek = [uint16] 10; WeeksInterval = [uint16] 1 }
                ConvertTo-Trigger MSFT_TaskTimeTrigger @{ Repetition = [pscustomobject]@{ Interval = 'PT30M'; Duration = '' } }
                ConvertTo-Trigger MSFT_TaskLogonTrigger @{}
            )
        }
        $windows = $task | ConvertTo-BackupWindow -Duration 1h -TimeZone Europe/Berlin -Server vc01 -Role Maintenance -ErrorVariable problems -ErrorAction SilentlyContinue
        $windows.Name | Should -Be 'Export', 'Export (trigger 2)', 'Export (trigger 3)'
        $windows | ForEach-Object { "$($_.Recurrence)" } | Should -Be 'daily 02:00', 'weekly Mon,Wed 02:00', 'DTSTART:20260211T020000 RRULE:FREQ=MINUTELY;INTERVAL=30'
        $windows[0].TimeZone, $windows[0].Role, $windows[0].Source | Should -Be 'Europe/Berlin', 'Maintenance', 'Windows task \Jobs\Export'
        "$problems" | Should -BeLike 'Export (trigger 4): Its trigger (MSFT_TaskLogonTrigger) starts it on an event*'
    }

    It 'takes a crontab, as lines, as one text or as a file' {
        $crontab = '# nightly', 'CRON_TZ=Europe/Berlin', '', '0 2 * * 1-5 /opt/backup --all', '@daily /opt/report'
        Set-Content (Join-Path $TestDrive 'crontab') $crontab
        foreach ($given in $crontab, ($crontab -join "`n"), (Get-Item (Join-Path $TestDrive 'crontab'))) {
            $windows = $given | ConvertTo-BackupWindow -Duration 1h
            $windows.Name | Should -Be '/opt/backup --all', '/opt/report'
            "$($windows[0].Recurrence) $($windows[0].TimeZone) $($windows[0].Role)" | Should -Be '0 2 * * 1-5 Europe/Berlin Automation'
        }
    }

    It 'takes a calendar, as lines, as one text or as a file' {
        $calendar = 'BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'SUMMARY:Patch night', 'DTSTART;TZID=Europe/Berlin:20260211T220000', 'DTEND;TZID=Europe/Berlin:20260212T020000', 'RRULE:FREQ=MONTHLY;BYDAY=2WE', 'END:VEVENT', 'END:VCALENDAR'
        Set-Content (Join-Path $TestDrive 'patch.ics') $calendar
        foreach ($given in $calendar, ($calendar -join "`r`n"), (Get-Item (Join-Path $TestDrive 'patch.ics'))) {
            $window = $given | ConvertTo-BackupWindow -TimeZone UTC -Role Maintenance
            "$($window.Name): $($window.Recurrence) $($window.TimeZone) $($window.Duration) $($window.Role)" | Should -Be 'Patch night: DTSTART:20260211T220000 RRULE:FREQ=MONTHLY;BYDAY=2WE Europe/Berlin 04:00:00 Maintenance'
        }
    }

    It 'infers windows from past runs, as objects, as rows or as a file' {
        $runs = foreach ($day in 1..21) {
            $start = [datetime]::new(2026, 1, $day, 22, 0, $day, [DateTimeKind]::Utc)
            [pscustomobject]@{ JobName = 'Nightly'; CreationTime = $start; EndTime = $start.AddMinutes(100 + $day); VMs = $day }
            if ($start.DayOfWeek -eq 'Sunday') { [pscustomobject]@{ JobName = 'Weekly'; CreationTime = $start; EndTime = $start.AddMinutes(5); VMs = 1 } }
        }
        $runs | Select-Object JobName, @{ n = 'CreationTime'; e = { $_.CreationTime.ToString('o') } }, @{ n = 'EndTime'; e = { $_.EndTime.ToString('o') } }, VMs | Export-Csv (Join-Path $TestDrive 'runs.csv')
        foreach ($given in $runs, (Import-Csv (Join-Path $TestDrive 'runs.csv')), (Get-Item (Join-Path $TestDrive 'runs.csv'))) {
            $windows = $given | ConvertTo-BackupWindow -TimeZone Europe/Berlin
            $windows | ForEach-Object { "$($_.Name): $($_.Recurrence) $($_.TimeZone) $($_.Duration) $($_.Load.VMs) $($_.Role)" } | Should -Be @(
                'Nightly: daily 23:00 Europe/Berlin 02:00:00 20 Backup', 'Weekly: weekly Sun 23:00 Europe/Berlin 00:05:00 1 Backup')
        }
    }

    It 'makes the window of <Report>' -ForEach @(
        @{ Report = 'w01-two-vms-a-night.csv'; Expected = 'Nightly: daily 02:00 00:35:00 2' }
        @{ Report = 'w02-ddmm.csv'; Expected = 'Backup_PROD: daily 01:00 01:00:00 ' }
        @{ Report = 'j13-month-of-runs.csv'; Expected = 'Nightly: daily 02:00 00:48:00 6' }
    ) {
        $window = Get-Item "$root/tests/fixtures/cases/$Report" | ConvertTo-BackupWindow -TimeZone UTC -ErrorAction Stop
        "$($window.Name): $($window.Recurrence) $($window.Duration) $($window.Load.VMs)" | Should -Be $Expected
    }

    It 'has one error for <Report>' -ForEach @(
        @{ Report = 'j01-veeamhub-sessionreport.csv'; Why = '*can be read in two ways*' }
        @{ Report = 'j03-sessionstart-ddmm.csv'; Why = '*can be read in two ways*' }
        @{ Report = 'j06-rubrik-cdm.csv'; Why = '*too few to infer a recurrence*' }
        @{ Report = 'j10-bpdbjobs-all_columns.txt'; Why = '*too few to infer a recurrence*' }
        @{ Report = 'w06-no-start-column.csv'; Why = "*w06-no-start-column.csv*no column for a run's start*only JobName, Result*" }
    ) {
        Get-Item "$root/tests/fixtures/cases/$Report" |
            ConvertTo-BackupWindow -TimeZone UTC -Duration 1h -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems.Count | Should -Be 1
        "$problems" | Should -BeLike $Why
    }

    It 'leaves the user out of a crontab of the system' {
        $windows = Get-Item "$root/tests/fixtures/cases/f12-cron.d-vcb" | ConvertTo-BackupWindow -TimeZone UTC -Duration 1h -ErrorAction Stop
        $windows.Count | Should -Be 3
        $windows[1].Name | Should -Be '/opt/vcenterbackup/vcb.py --do-snapshots'
    }

    It 'takes windows as they are, and rows and files of them' {
        $sample = Join-Path $root 'samples/incident/windows.csv'
        foreach ($given in (Import-Csv $sample), (Get-Item $sample), (Import-Csv $sample | ConvertTo-BackupWindow)) {
            ($given | ConvertTo-BackupWindow).Name | Should -Be 'Rubrik nightly', 'BladeLogic patch scan', 'Inventory export'
        }
    }

    It 'drops nothing silently: <Name>' -ForEach @(
        @{ Name = 'a disabled task'; Why = 'off: It is disabled*'; Make = { ConvertTo-Task -Name off -Scheduler @{ Interval = 1; Hour = 2; Minute = 5 } -More @{ Enabled = $false } } }
        @{ Name = 'a task after startup'; Why = 'boot: Its scheduler does not run at a fixed time*'; Make = { ConvertTo-Task boot @{ Minute = 5 } } }
        @{ Name = 'a step nobody dates'; Why = 'step: It runs at an interval of 2*'; Make = { ConvertTo-Task step @{ Interval = 2; Hour = 2; Minute = 5 } } }
        @{ Name = 'a disabled Windows task'; Why = 'off: It is disabled*'; Make = { [pscustomobject]@{ TaskName = 'off'; State = 'Disabled'; Triggers = @(1) } } }
        @{ Name = 'a task without a trigger'; Why = 'none: It has no trigger*'; Make = { [pscustomobject]@{ TaskName = 'none'; State = 'Ready'; Triggers = @() } } }
        @{ Name = 'a bad crontab line'; Why = '61 * x: Cron*'; Make = { '61 * * * * x' } }
        @{ Name = 'an event that ends first'; Why = "*'Backwards': The duration*negative*"; Make = { "BEGIN:VCALENDAR`nBEGIN:VEVENT`nSUMMARY:Backwards`nCATEGORIES:Backup`nDTSTART:20260211T020000Z`nDTEND:20260211T010000Z`nEND:VEVENT`nEND:VCALENDAR" } }
        @{ Name = 'a run that ends first'; Why = "*'x': It ends*before it starts*"; Make = { [pscustomobject]@{ Job = 'x'; Start = '2026-02-11T02:00Z'; End = '2026-02-11T01:00Z' } } }
        @{ Name = 'too few runs'; Why = "*'x': 1 run is too few*"; Make = { [pscustomobject]@{ Job = 'x'; Start = '2026-02-11T02:00Z'; End = '2026-02-11T03:00Z' } } }
    ) {
        @(& $Make; '0 2 * * * good') | ConvertTo-BackupWindow -Duration 1h -TimeZone UTC -ErrorVariable problems -ErrorAction SilentlyContinue | ForEach-Object Name | Should -Be 'good'
        $problems.FullyQualifiedErrorId | Should -Be "NotConverted,$id"
        "$problems" | Should -BeLike $Why
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'asks for the duration that a schedule does not say' {
        { ConvertTo-Task t @{ Interval = 1; Hour = 2; Minute = 5 } | ConvertTo-BackupWindow -ErrorAction Stop } | Should -Throw 'Nothing says how long it runs*' -ErrorId "NotConverted,$id"
    }

    It 'says what to do with <Name>' -ForEach @(
        @{ Name = 'a reference to a task'; Id = 'InputNotSchedule'; Given = [pscustomobject]@{ Type = 'ScheduledTask'; Value = 'schedule-1' } }
        @{ Name = 'a number'; Id = 'InputNotSchedule'; Given = 42 }
        @{ Name = 'a file that is missing'; Id = 'ScheduleNotFound'; Given = [IO.FileInfo] '/no/such/file.ics' }
        @{ Name = 'a wrong row'; Id = 'WindowInvalid'; Given = [pscustomobject]@{ Name = 'x'; Role = 'Backup'; Recurrence = 'never'; TimeZone = 'UTC'; Duration = '1h' } }
    ) {
        { $Given | ConvertTo-BackupWindow -ErrorAction Stop } | Should -Throw -ErrorId "$Id,VcsaAuthGuard.Commands.ConvertToBackupWindowCommand"
    }

    It 'refuses a zone that is none' {
        { '0 2 * * * x' | ConvertTo-BackupWindow -TimeZone Mars/Phobos -Duration 1h } | Should -Throw -ErrorId "TimeZoneUnknown,$id"
    }
}
