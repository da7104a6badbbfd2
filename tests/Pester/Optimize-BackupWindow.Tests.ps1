BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    . "$PSScriptRoot/Module.ps1"
    $rows = Import-Csv (Join-Path $root 'samples/incident/windows.csv')
    $night = [DateTimeOffset]'2026-02-09T00:00:00Z'
}

Describe 'Optimize-BackupWindow' {
    It 'moves the backup out of the way of the patch scan, and nothing else' {
        $plan = $rows | Optimize-BackupWindow -From $night
        $plan.Name | Should -Be $rows.Name
        $plan[0].CurrentStart | Should -Be ([DateTimeOffset]'2026-02-09T02:00:00Z')
        $plan[0].ProposedStart | Should -Be ([DateTimeOffset]'2026-02-09T03:30:00Z')
        $plan[0].Shift | Should -Be ([timespan]'01:30:00')
        $plan[0].Reason | Should -Be 'Moved: overlapped BladeLogic patch scan.'
        $plan[1, 2].Shift | Should -Be ([timespan]::Zero), ([timespan]::Zero)
        $plan[0].Plan.Before.OverlapHours | Should -Be 1.5
        $plan[0].Plan.Before.Expired | Should -Be 128
        $plan[0].Plan.Before.PeakVMs | Should -Be 700
        $plan[0].Plan.After.OverlapHours | Should -Be 0
        $plan[0].Plan.After.Expired | Should -Be 0
        $plan[0].Plan.After.PeakVMs | Should -Be 400
        $plan[0].Plan.IsOptimal | Should -BeTrue
    }

    It 'gives a plan that Test-BackupWindowOverlap and the cmdlet itself take' {
        $rows | Test-BackupWindowOverlap -From $night -Days 7 -Quiet | Should -BeTrue
        $plan = $rows | Optimize-BackupWindow -From $night
        $plan | Test-BackupWindowOverlap -From $night -Days 7 -Quiet | Should -BeFalse
        $plan.Window | Test-BackupWindowOverlap -From $night -Days 7 -Quiet | Should -BeFalse
        ($plan | Optimize-BackupWindow -From $night)[0].Plan.After.Moved | Should -Be 0
    }

    It 'keeps the load under a limit, on a grid of its own' {
        $jobs = 1..3 | ForEach-Object { New-BackupWindow "Job $_" -Daily -At 22:00 -Duration 01:00 -TimeZone UTC -Movable 20:00-02:00 -VMs 40 -SecondsPerRequest 1 }
        $plan = $jobs | Optimize-BackupWindow -From $night -MaxConcurrentVM 80 -Step 00:20:00
        $plan[0].Plan.Before.PeakVMs | Should -Be 120
        $plan[0].Plan.After.PeakVMs | Should -Be 80
        @($plan | Where-Object { $_.Shift -ne [timespan]::Zero }).Shift | Should -Be ([timespan]'-01:00:00')
    }

    It 'says what remains and what is not known' {
        $fixed = New-BackupWindow Scan -Role Automation -Daily -At 00:00 -Duration 05:00 -TimeZone UTC
        $backup = New-BackupWindow Backup -Daily -At 02:00 -Duration 03:00 -TimeZone UTC -Movable 01:00-03:00
        $plan = $backup, $fixed | Optimize-BackupWindow -From $night -WarningVariable warnings -WarningAction SilentlyContinue
        $plan[0].Reason | Should -Be 'Moved: overlapped Scan. Still: overlaps Scan.'
        $plan[1].Reason | Should -Be 'Fixed: it is not movable. Still: overlaps Backup.'
        "$($warnings[0])" | Should -BeLike 'Some overlaps or load over a limit remain: overlap 14 h*'
        "$($warnings[1])" | Should -BeLike '2 of 2 windows*'
    }

    It 'refuses a step of <Step>' -ForEach @{ Step = '00:00:30' }, @{ Step = '13:00:00' } {
        { $rows | Optimize-BackupWindow -Step $Step } | Should -Throw -ErrorId 'ParameterOutOfRange,VcsaAuthGuard.Commands.OptimizeBackupWindowCommand'
    }

    It 'refuses what is no window' {
        { 42 | Optimize-BackupWindow -ErrorAction Stop } | Should -Throw -ErrorId 'InputNotSchedule,VcsaAuthGuard.Commands.OptimizeBackupWindowCommand'
    }

    It 'shows a table that fits <Width> columns' -ForEach @{ Width = 80 }, @{ Width = 120 } {
        $text = $rows | Optimize-BackupWindow -From $night | Out-String -Width $Width
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        $text | Should -Match 'Mon 03:30Z +\+01:30 +daily 02:00 → daily 03:30 UTC'
    }

    It 'shows a start in full at 80 columns in <_>' -ForEach 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Chatham' {
        $backup = New-BackupWindow Backup -Daily -At 02:00 -Duration 01:00 -TimeZone $_ -Movable 01:00-06:00
        $scan = New-BackupWindow Scan -Role Automation -Daily -At 02:30 -Duration 01:00 -TimeZone $_
        $plan = $backup, $scan | Optimize-BackupWindow -From $night -WarningAction SilentlyContinue
        $text = $plan | Out-String -Width 80
        $text | Should -Match ([regex]::Escape($plan[0].ProposedStart.ToString('ddd HH:mmzzz', [cultureinfo]::InvariantCulture)))
        $text | Should -Match ([regex]::Escape("daily 02:00 → daily 01:30"))
    }

    It 'answers what to set, and gives the next file of windows' {
        $plan = $rows | Optimize-BackupWindow -From $night
        $plan[0].Answer | Should -Be 'Rubrik nightly: daily 02:00 → daily 03:30 UTC; nothing meets it in the next 366 days'
        $file = Join-Path $TestDrive 'next.csv'
        $plan | ConvertTo-BackupWindow | Export-Csv $file
        $next = Get-Item $file | ConvertTo-BackupWindow
        $next.Recurrence | ForEach-Object ToString | Should -Be ($plan.Recurrence | ForEach-Object ToString)
        $next.Movable | Should -Be $plan.Movable
        @($next | Test-BackupWindowOverlap -From $night -Days 366).Count | Should -Be $plan[0].Plan.After.YearOverlaps
    }

    It 'counts as Test-BackupWindowOverlap does, maintenance included' {
        $windows = @(
            New-BackupWindow Backup -Daily -At 01:30 -Duration 03:00 -TimeZone UTC
            New-BackupWindow Scan -Role Automation -Daily -At 01:45 -Duration 01:00 -TimeZone UTC
            New-BackupWindow Upgrade -Role Maintenance -Daily -At 03:00 -Duration 01:00 -TimeZone UTC
        )
        $plan = $windows | Optimize-BackupWindow -From $night -WarningAction SilentlyContinue
        $year = @($windows | Test-BackupWindowOverlap -From $night -Days 366)
        $plan[0].Plan.Before.Overlaps | Should -Be @($windows | Test-BackupWindowOverlap -From $night -Days 7).Count
        $plan[0].Plan.Before.YearOccurrences | Should -Be ($year.Occurrences | Measure-Object -Sum).Sum
        $plan[0].Remaining.Window.Name | Should -Be 'Scan', 'Upgrade'
        $plan[0].Remaining.Occurrences | Should -Be 366, 366
    }
}
