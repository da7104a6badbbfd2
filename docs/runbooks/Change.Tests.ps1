<#
After a change (an upgrade, a new backup product, a new job): is it still safe? See README.md beside this file. Nothing here changes a system.
#>
param(
    # When the change was made, with its offset from UTC.
    [Nullable[DateTimeOffset]] $Since,
    # Logs from before and after it: a support bundle, /var/log/vmware/vpxd.
    [string[]] $LogPath,
    # When backups and automation run now: files as ConvertTo-BackupWindow takes them.
    [string[]] $Window,
    [int] $Days = 28,
    # How to reach the appliance: parameters of Get-VcsaService.
    [hashtable] $Appliance,
    # How to reach vCenter Server: parameters of Get-VcsaSession.
    [hashtable] $VCenter,
    # From how many per cent of its sessions on vCenter Server counts as full.
    [ValidateRange(1, 100)] [int] $SessionPercent = 80,
    # How many times as many logins in its fullest minute a client may have as it had before; a new one, as the busiest had.
    [ValidateRange(1, 1000)] [double] $LoginGrowth = 2,
    # Another module than the installed one.
    [string] $ModulePath = 'VcsaAuthGuard'
)

BeforeAll {
    Import-Module $ModulePath -ErrorAction Stop
    . $PSScriptRoot/Runbook.ps1
    $coverage = Get-LogCoverage -Path $LogPath -From $Since -To $Since
}

Describe '0 Logs' -Tag Logs, Faults, Load {
    It 'reads vpxd logs that reach over the change' {
        Assert-Given LogPath $LogPath
        if (-not $coverage.IsCovered) { throw $coverage.Text }
        Write-Host "    $($coverage.Text)"
    }
}

Describe '1 Services' -Tag Services {
    It 'finds everything up that starts by itself' {
        Assert-Given Appliance $Appliance
        $down = Get-VcsaService @Appliance -ErrorAction Stop | Where-Object { $_.StartupType -ne 'DISABLED' -and $_.StartupType -ne 'MANUAL' -and -not $_.IsUp }
        if ($down) { throw "$($down -join '; '). Next: service-control --start for what should run; Restart-VcsaProxyPipeline for vpxd and the host gateway." }
    }
}

Describe '2 Faults' -Tag Faults {
    It 'finds no call refused since' {
        Assert-Given LogPath $LogPath
        Assert-Covered $coverage
        Assert-Given Since $Since
        $faults = @(Get-VcsaAuthFault -Path $LogPath -After $Since -Kind All -ErrorAction Stop -WarningAction SilentlyContinue)
        if ($faults) {
            $kinds = ($faults | Group-Object Kind | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', '
            throw "Since $(Get-ClockText $Since): $kinds; the last at $(Get-ClockText $faults[-1].Time). Next: the runbook Tonight, with the same logs."
        }
    }
}

Describe '3 Load' -Tag Load {
    It 'finds room for sessions' {
        Assert-Given VCenter $VCenter
        foreach ($summary in Get-VcsaSession @VCenter -Summary -ErrorAction Stop) {
            if ($summary.PercentOfLimit -ge $SessionPercent) {
                $most = $summary.Clients[0]
                throw "$($summary.Total) of $($summary.Limit) sessions are taken at $($summary.Server); $($most.Sessions) are of $($most.UserName) at $($most.IpAddress). Next: Measure-VcsaApiLoad tells its habit."
            }
        }
    }

    It 'finds no client that logs in more than it did before' {
        Assert-Given LogPath $LogPath
        Assert-Covered $coverage
        Assert-Given Since $Since
        $before = @(Measure-VcsaApiLoad -Path $LogPath -Before $Since -ErrorAction Stop -WarningAction SilentlyContinue)
        $after = @(Measure-VcsaApiLoad -Path $LogPath -After $Since -ErrorAction Stop -WarningAction SilentlyContinue)
        $busiest = [Math]::Max(1, ($before | Measure-Object PeakLoginsPerMinute -Maximum).Maximum)
        $grown = foreach ($client in $after) {
            $same = @($before | Where-Object { $_.User -eq $client.User -and $_.Address -eq $client.Address -and $_.UserAgent -eq $client.UserAgent })
            $usual = if ($same) { [Math]::Max(1, ($same | Measure-Object PeakLoginsPerMinute -Maximum).Maximum) } else { $busiest }
            if ($client.PeakLoginsPerMinute -gt $LoginGrowth * $usual) {
                "$($client.User) at $($client.Address) logged in $($client.PeakLoginsPerMinute) times in the minute of $(Get-ClockText $client.PeakLoginsTime), and " +
                    $(if ($same) { "at most $usual times in a minute before the change." } else { "is new; the busiest client before the change had $usual." })
            }
        }
        if ($grown) { throw "$($grown -join ' ') Next: the runbook Prevent, its steps Pacing and Sessions." }
    }
}

Describe '4 Windows' -Tag Windows {
    It 'keeps backups and automation apart' {
        Assert-Given Window $Window
        $overlaps = @(Get-Item $Window -ErrorAction Stop | ConvertTo-BackupWindow -ErrorAction Stop | Test-BackupWindowOverlap -Days $Days -ErrorAction Stop -WarningAction SilentlyContinue)
        if ($overlaps) { throw "$($overlaps[0].Windows -join ' and ') run at the same time, first $($overlaps[0].Start.ToString('yyyy-MM-dd HH:mm zzz')) for $($overlaps[0].Duration). Next: the runbook Prevent, its step Windows." }
    }
}
