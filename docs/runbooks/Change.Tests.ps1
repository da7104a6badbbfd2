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
    # How many times as many logins in its fullest minute a client may have as the busiest one had before.
    [ValidateRange(1, 1000)] [double] $LoginGrowth = 2,
    # Another module than the installed one.
    [string] $ModulePath = 'VcsaAuthGuard'
)

BeforeAll {
    Import-Module $ModulePath -ErrorAction Stop

    function Assert-Given([string] $Name, [object] $Value) {
        if (-not $Value) { Set-ItResult -Skipped -Because "$Name was not given" }
    }

    function Get-ClockText([DateTimeOffset] $Time) { $Time.ToUniversalTime().ToString('yyyy-MM-dd HH:mm:ss') + 'Z' }
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

    It 'finds no client that logs in more than any did before' {
        Assert-Given LogPath $LogPath
        Assert-Given Since $Since
        $load = @(Measure-VcsaApiLoad -Path $LogPath -ErrorAction Stop -WarningAction SilentlyContinue)
        $after, $before = $load.Where({ $_.PeakLoginsTime -ge $Since }, 'Split')
        $usual = [Math]::Max(1, ($before | Measure-Object PeakLoginsPerMinute -Maximum).Maximum)
        $grown = @($after | Where-Object { $_.PeakLoginsPerMinute -gt $LoginGrowth * $usual })
        if ($grown) {
            throw (($grown | ForEach-Object { "$($_.User) at $($_.Address) logged in $($_.PeakLoginsPerMinute) times in the minute of $(Get-ClockText $_.PeakLoginsTime)." }) -join ' ') +
                " The busiest client had $usual before the change. Next: the runbook Prevent, its steps Pacing and Sessions."
        }
    }
}

Describe '4 Windows' -Tag Windows {
    It 'keeps backups and automation apart' {
        Assert-Given Window $Window
        $overlaps = @(Get-Item $Window -ErrorAction Stop | ConvertTo-BackupWindow -ErrorAction Stop | Test-BackupWindowOverlap -Days $Days -ErrorAction Stop -WarningAction SilentlyContinue)
        if ($overlaps) { throw "$($overlaps[0].Windows -join ' and ') run at the same time, first $($overlaps[0].Start.ToString('yyyy-MM-dd HH:mm zzz')) for $($overlaps[0].Duration). Next: the runbook Prevent, its step Windows." }
    }
}
