<#
Keep it from happening: windows apart, automation paced, sessions shared, an alert in place. See README.md beside this file.
Nothing here changes a system but the step Alert with -Register, which creates or updates the alert.
#>
param(
    # When backups and automation run: files as ConvertTo-BackupWindow takes them.
    [string[]] $Window,
    # How many days ahead; 28 are four weeks of a weekly job.
    [int] $Days = 28,
    # PowerCLI scripts, or folders of them.
    [string[]] $ScriptPath,
    # Logs of an ordinary night, for what clients do: a support bundle, /var/log/vmware/vpxd.
    [string[]] $LogPath,
    # A batch against the host gateway's queue: parameters of Measure-VcsaGatewayQueue, as @{ Request = 40; Concurrency = 52; ServiceTime = '00:00:39' }.
    [hashtable] $Batch,
    # Aria Operations for Logs: parameters of Register-VcsaAuthAlert, as @{ Uri = 'https://logs.example.org:9543'; Credential = $credential }.
    [hashtable] $AriaLogs,
    # Create or update the alert there.
    [switch] $Register,
    # Or a file that Export-VcsaAuthAlert made, and its format.
    [string] $AlertPath,
    [string] $AlertFormat = 'Prometheus',
    # Another module than the installed one.
    [string] $ModulePath = 'VcsaAuthGuard'
)

BeforeAll {
    Import-Module $ModulePath -ErrorAction Stop
    . $PSScriptRoot/Runbook.ps1


    function Assert-NoFinding([object[]] $Finding) {
        if (-not $Finding) { return }
        $said = $Finding | ForEach-Object { "$(Split-Path -Leaf $_.File), line $($_.Line): $($_.Rule): $($_.Message)" }
        throw "$($Finding.Count) finding(s): $($said -join ' ') Next: $($Finding[0].Remedy)"
    }
}

Describe '0 Logs' -Tag Logs, Sessions {
    BeforeAll { $script:coverage = Get-LogCoverage -Logs $(if ($LogPath) { @{ Path = $LogPath } }) }

    It 'reads vpxd logs' {
        Assert-Given LogPath $LogPath
        if (-not $coverage.IsCovered) { throw $coverage.Text }
        Write-Host "    $($coverage.Text)"
    }
}

Describe '1 Windows' -Tag Windows {
    It 'keeps backups and automation apart' {
        Assert-Given Window $Window
        $windows = @(Get-Item $Window -ErrorAction Stop | ConvertTo-BackupWindow -ErrorAction Stop)
        $overlaps = @($windows | Test-BackupWindowOverlap -Days $Days -ErrorAction Stop -WarningAction SilentlyContinue)
        if ($overlaps) {
            $first = $overlaps[0]
            $moves = $windows | Optimize-BackupWindow -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Where-Object { $_.Shift }
            throw ("$($first.Windows -join ' and ') run at the same time $($first.Occurrences) time(s) in $Days days, first $($first.Start.ToString('yyyy-MM-dd HH:mm zzz')) for $($first.Duration)" +
                $(if ($overlaps.Count -gt 1) { "; so do $($overlaps.Count - 1) more groups" }) + '. ' +
                $(if ($moves) { "Next: start $($moves[0].Name) at $($moves[0].ProposedStart.ToString('HH:mm zzz')), as Optimize-BackupWindow proposes." } else { 'Next: Optimize-BackupWindow' }))
        }
    }
}

Describe '2 Pacing' -Tag Pacing {
    It 'finds no script that works without pauses, or ignores certificates' {
        Assert-Given ScriptPath $ScriptPath
        Assert-NoFinding -Finding (Test-VcsaScript -Path $ScriptPath -Recurse -Category Session, Security -ErrorAction Stop | Where-Object Rule -NotIn LoginPerItem, SessionLeak)
    }

    It 'predicts that no token of a batch expires in the queue' {
        Assert-Given Batch $Batch
        $queue = Measure-VcsaGatewayQueue @Batch -ErrorAction Stop
        if ($queue.Expired) { throw "$($queue.Expired) of $($queue.Requests) tokens would be idle for more than $($($queue.TokenLifetime)). Next: batches of at most $($queue.LargestBatch)." }
    }
}

Describe '3 Sessions' -Tag Sessions {
    It 'finds no script that logs in for every item, or never out' {
        Assert-Given ScriptPath $ScriptPath
        Assert-NoFinding -Finding (Test-VcsaScript -Path $ScriptPath -Recurse -ErrorAction Stop | Where-Object Rule -In LoginPerItem, SessionLeak)
    }

    It 'finds no client that logs in for every item, or never out' {
        Assert-Given LogPath $LogPath
        Assert-Covered $coverage
        $clients = @(Measure-VcsaApiLoad -Path $LogPath -ErrorAction Stop -WarningAction SilentlyContinue | Where-Object { "$($_.Pattern)" -match 'LoginPerItem|Leaking' })
        if ($clients) {
            throw (($clients | ForEach-Object { "$($_.User) at $($_.Address): $($_.Pattern), $($_.Logins) logins, $($_.Unclosed) not closed." }) -join ' ') +
                ' Next: one login for all of a client''s items (Connect-VcsaSession), and a logout at its end.'
        }
    }
}

Describe '4 Alert' -Tag Alert {
    It 'has the alert in Aria Operations for Logs as it should be' {
        Assert-Given AriaLogs $AriaLogs
        if ($Register) {
            (Register-VcsaAuthAlert @AriaLogs -Confirm:$false -ErrorAction Stop).Action | Should -BeIn Create, Update, None
        }
        else {
            # -WhatIf tells by its silence: a result comes only where there is nothing to do.
            $seen = @(Register-VcsaAuthAlert @AriaLogs -WhatIf -ErrorAction Stop)
            if (@($seen.Action) -ne 'None' -or -not $seen) { throw "The alert is not there, or is another than Register-VcsaAuthAlert would make. Next: this runbook with Register = `$true." }
        }
    }

    It 'has an alert file with the article''s rule' {
        Assert-Given AlertPath $AlertPath
        if (-not (Test-Path -LiteralPath $AlertPath)) { throw "There is no $AlertPath. Next: Export-VcsaAuthAlert -Format $AlertFormat -Path $AlertPath" }
        $expected = (Export-VcsaAuthAlert -Format $AlertFormat -ErrorAction Stop) -join "`n" -replace "`r"
        if (([System.IO.File]::ReadAllText((Resolve-Path -LiteralPath $AlertPath).ProviderPath) -replace "`r").Trim() -ne $expected.Trim()) {
            throw "$AlertPath is another than Export-VcsaAuthAlert -Format $AlertFormat makes. Next: look at the difference; what was changed on purpose belongs into -Threshold, -Period or -Server."
        }
    }
}
