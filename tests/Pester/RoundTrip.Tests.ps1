BeforeDiscovery {
    $ways = @(
        @{ Way = 'Export-Csv and Import-Csv' }
        @{ Way = 'ConvertTo-Json and ConvertFrom-Json' }
        @{ Way = 'Export-Clixml and Import-Clixml' }
        @{ Way = 'Start-Job' }
    )
    $cultures = 'en-US', 'de-DE', 'tr-TR', 'th-TH', 'fa-IR', 'ar-SA' | ForEach-Object { @{ Culture = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Module.ps1"
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $incident = Join-Path $root 'samples/incident'

    function Send-Object([string] $Way, [object[]] $Object) {
        switch ($Way) {
            'Export-Csv and Import-Csv' { $Object | Export-Csv "$TestDrive/trip.csv"; Import-Csv "$TestDrive/trip.csv" }
            'ConvertTo-Json and ConvertFrom-Json' { ConvertTo-Json $Object -WarningAction Ignore | ConvertFrom-Json }
            'Export-Clixml and Import-Clixml' { $Object | Export-Clixml "$TestDrive/trip.xml"; Import-Clixml "$TestDrive/trip.xml" }
            # What a job gives back is written and read with a depth of one.
            default { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Object, 2)) | ForEach-Object { $_ } }
        }
    }

    $windows = @(
        New-BackupWindow 'Nightly' -Weekly -DayOfWeek Monday, Wednesday -At 02:00 -Duration 1h30m -TimeZone Europe/Berlin -Server vc01, vc02 -ConcurrentVM 40 -Session 12 -SecondsPerRequest 1.5 -Movable 20:00-04:00
        New-BackupWindow 'Scan' -Role Automation -Daily -At 01:30 -Duration 45m -TimeZone UTC -Server vc01 -ConcurrentVM 300 -SecondsPerRequest 39
    )
    function Get-Overlap($Window) { ($Window | Test-BackupWindowOverlap -From 2026-02-09 -Days 7 | ForEach-Object { "$($_.Windows.Name) $($_.Start.ToString('o')) $($_.VMs) $($_.Sessions) $($_.PredictedWait) $($_.TokensAtRisk)" }) -join '|' }
    function Get-Plan($Window) { ($Window | Optimize-BackupWindow -From 2026-02-09 | ForEach-Object { "$($_.Name) $($_.ProposedStart) $($_.Shift) $($_.Recurrence)" }) -join '|' }
}

Describe 'After <Way>' -ForEach $ways {
    It 'windows give the same overlaps, the same plan and the same queue' {
        $back = Send-Object $Way $windows
        Get-Overlap $back | Should -Be (Get-Overlap $windows)
        Get-Overlap $windows | Should -Not -BeNullOrEmpty
        Get-Plan $back | Should -Be (Get-Plan $windows)
        ($back | Measure-VcsaGatewayQueue -From 2026-02-09 -Days 7 -Concurrency 52 | ForEach-Object ToString) | Should -Be ($windows | Measure-VcsaGatewayQueue -From 2026-02-09 -Days 7 -Concurrency 52 | ForEach-Object ToString)
        ($back | ConvertTo-BackupWindow | ForEach-Object { "$($_.Recurrence) $($_.TimeZone) $($_.Role) $($_.Server) $($_.Movable)" }) |
            Should -Be ($windows | ForEach-Object { "$($_.Recurrence) $($_.TimeZone) $($_.Role) $($_.Server) $($_.Movable)" })
    }

    It 'planned windows give the same overlaps' {
        $plan = @($windows | Optimize-BackupWindow -From 2026-02-09)
        Get-Overlap (Send-Object $Way $plan) | Should -Be (Get-Overlap $plan)
    }

    It 'a plan and sessions give the same report' {
        $plan = @($windows | Optimize-BackupWindow -From 2026-02-09)
        $user = [pscustomobject]@{ Key = 'a'; UserName = 'V\svc'; IpAddress = '192.0.2.1'; LoginTime = [DateTimeOffset]'2026-02-11T02:00:00Z' }
        $summary = [pscustomobject]@{ Server = 'vc01'; Total = 5; Limit = 2000; LimitSource = 'default'; IdleOver30Minutes = 1; Clients = @() }
        foreach ($sent in $true, $false) {
            $planned = if ($sent) { Send-Object $Way $plan } else { $plan }
            $sessions = @(if ($sent) { Send-Object $Way @($user | Get-VcsaSession) } else { $user | Get-VcsaSession })
            $sums = @(if ($sent) { Send-Object $Way @($summary) } else { $summary })
            $file = Join-Path $TestDrive "report-$sent.html"
            Export-VcsaAuthReport $file -Plan $planned -Session ($sessions + $sums) -ErrorAction Stop
            $page = Get-Content -Raw $file
            $page | Should -Match 'The plan, checked for a year'
            $page | Should -Match ([regex]::Escape([System.Net.WebUtility]::HtmlEncode($plan[0].Outlook)))
            $page | Should -Match 'V\\svc'
            $page | Should -Match 'vc01'
        }
    }

    It 'faults give the same bursts, groups and verdict' {
        $faults = @(Get-VcsaAuthFault $incident -Kind All)
        $back = @(Send-Object $Way $faults)
        $back.Count | Should -Be $faults.Count
        $back | Measure-VcsaAuthFault | ForEach-Object Count | Should -Be ($faults | Measure-VcsaAuthFault | ForEach-Object Count)
        $back | Measure-VcsaAuthFault -By VMHost | ForEach-Object ToString | Should -Be ($faults | Measure-VcsaAuthFault -By VMHost | ForEach-Object ToString)
        ($back | Get-VcsaDiagnosis).Summary | Should -Be ($faults | Get-VcsaDiagnosis).Summary
    }

    It 'sessions give the same sessions' {
        $sessions = [pscustomobject]@{ Key = 'a'; UserName = 'V\svc'; IpAddress = '192.0.2.1'; UserAgent = 'x'; LoginTime = [DateTimeOffset]'2026-02-11T02:00:00Z'; LastActiveTime = [DateTimeOffset]'2026-02-11T02:30:00Z'; CallCount = 7 } | Get-VcsaSession
        $back = Send-Object $Way @($sessions) | Get-VcsaSession
        $back.LoginTime | Should -Be $sessions.LoginTime
        $back.LastActiveTime | Should -Be $sessions.LastActiveTime
        $back.CallCount | Should -Be 7
        ($back | Get-VcsaSession -Summary).Total | Should -Be 1
    }

    It 'no property of an output object is the name of a type' {
        $outputs = @(
            Get-VcsaAuthFault $incident | Select-Object -First 1
            Measure-VcsaAuthFault $incident
            Measure-VcsaAuthFault $incident -By VMHost | Select-Object -First 1
            Measure-VcsaAuthFault $incident -Histogram | Select-Object -First 1
            Measure-VcsaApiLoad $incident | Select-Object -First 1
            Get-VcsaDiagnosis $incident
            $windows[0]
            $windows | Test-BackupWindowOverlap -From 2026-02-09 | Select-Object -First 1
            $windows | Optimize-BackupWindow -From 2026-02-09 | Select-Object -First 1
            Measure-VcsaGatewayQueue 400 -Concurrency 52 -ServiceTime 39s
        )
        foreach ($output in $outputs) {
            $name = $output.GetType().Name
            "$output" | Should -Not -Match "\{|VcsaAuthGuard\.|System\." -Because "$name has a text that a person reads"
            $back = Send-Object $Way @($output)
            if ($Way -like '*Json*') { continue }
            foreach ($property in $back.PSObject.Properties) {
                "$($property.Value)" | Should -Not -Match 'System\.\w+|VcsaAuthGuard\.[A-Z]\w+\.|^\w+ \{' -Because "$name.$($property.Name)"
            }
        }
    }
}

Describe 'Views' {
    It 'show what comes from another process as the object itself' {
        $faults = Get-VcsaAuthFault $incident | Select-Object -First 3
        (Send-Object 'Export-Clixml and Import-Clixml' $faults | Out-String -Width 120) | Should -Be ($faults | Out-String -Width 120)
        (Send-Object 'Export-Clixml and Import-Clixml' $windows | Out-String -Width 120) | Should -Be ($windows | Out-String -Width 120)
    }
}

Describe 'A job' {
    It 'gives faults that are measured as they were' {
        $job = Start-Job { param($module, $path) Import-Module $module; Get-VcsaAuthFault $path } -ArgumentList $module, $incident
        $job | Receive-Job -Wait -AutoRemoveJob | Measure-VcsaAuthFault | ForEach-Object Count | Should -Be 44
    }
}

Describe 'In the culture <Culture>' -ForEach $cultures {
    It 'faults and windows survive CSV and CLIXML' {
        $text = {
            param($module, $path, $drive)
            Import-Module $module
            [cultureinfo]::CurrentCulture = 'CULTURE'
            $faults = Get-VcsaAuthFault $path
            $faults | Export-Csv "$drive/faults.csv"
            $faults | Export-Clixml "$drive/faults.xml"
            Import-Csv "$drive/faults.csv" | Measure-VcsaAuthFault | ForEach-Object { "$($_.Count) $($_.Start.UtcDateTime.Year)" }
            Import-Clixml "$drive/faults.xml" | Measure-VcsaAuthFault | ForEach-Object { "$($_.Count) $($_.Start.UtcDateTime.Year)" }
            $window = New-BackupWindow A -At 02:00 -Duration 1h30m -TimeZone UTC -SecondsPerRequest 1.5
            $window | Export-Csv "$drive/windows.csv"
            Import-Csv "$drive/windows.csv" | ConvertTo-BackupWindow | ForEach-Object { "$($_.Recurrence) $($_.Duration.TotalMinutes) $(2 * $_.SecondsPerRequest)" }
        } -creplace 'CULTURE', $Culture
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("& { $text } '$module' '$incident' '$TestDrive'"))
        # Text of numbers differs in digits by no culture: PowerShell formats in strings independently of it.
        & (Join-Path $PSHOME 'pwsh') -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded | ForEach-Object { "$_" } |
            Should -Be '44 2026', '44 2026', 'daily 02:00 90 3'
    }
}
