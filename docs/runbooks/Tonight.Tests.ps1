<#
Backups fail tonight: confirm that it is the problem of KB 440879, relieve it, prove that it is gone. See README.md beside this file.
Nothing here changes a system but the step Relieve with -Restart, which restarts vCenter's proxy pipeline.
#>
param(
    # Logs of vCenter Server: a support bundle, /var/log/vmware/vpxd, a log. Without any, those of VCenter, of the last 8 hours.
    [string[]] $LogPath,
    # The night asked for, with offsets from UTC: the logs must cover it, or no test that reads them has a result.
    [Nullable[DateTimeOffset]] $NightStart,
    [Nullable[DateTimeOffset]] $NightEnd,
    # When backups and automation run, and how the backup product's runs ended: files as Get-VcsaDiagnosis takes them.
    [string[]] $Window,
    [string[]] $JobRun,
    # What was before is not looked at by the step Prove: the time of the relief, with its offset from UTC.
    [Nullable[DateTimeOffset]] $Since,
    # How to reach the appliance: parameters of Get-VcsaService, as @{ Server = 'vc01.example.org'; UserName = 'root'; KeyFile = '~/.ssh/vc01' }.
    [hashtable] $Appliance,
    # How to reach vCenter Server: parameters of Get-VcsaSession, as @{ Server = 'vc01.example.org'; Credential = $credential }.
    [hashtable] $VCenter,
    # Restart vpxd and the host gateway. Running tasks and sessions are lost by it.
    [switch] $Restart,
    # The article's rule: an alert for more than so many refused calls within this time.
    [int] $Threshold = 10,
    [timespan] $Period = '00:05:00',
    # Another module than the installed one.
    [string] $ModulePath = 'VcsaAuthGuard'
)

BeforeAll {
    Import-Module $ModulePath -ErrorAction Stop
    . $PSScriptRoot/Runbook.ps1

    # Logs are read from files or, where none are given, from the running vCenter Server over its API: without SSH and without PowerCLI.
    $logs = if ($LogPath) { @{ Path = $LogPath } } elseif ($VCenter -and $VCenter.Server) { $VCenter }
}

Describe '0 Logs' -Tag Logs, Confirm, Prove {
    BeforeAll { $script:coverage = Get-LogCoverage -Logs $logs -From $NightStart -To $NightEnd }

    It 'reads vpxd logs that cover the night asked for' {
        Assert-Given 'LogPath or VCenter' $logs
        if (-not $coverage.IsCovered) { throw $coverage.Text }
        Write-Host "    $($coverage.Text)"
    }
}

Describe '1 Confirm' -Tag Confirm {
    BeforeAll {
        if ($logs) {
            $inputs = @{}
            if ($Window) { $inputs.Window = $Window }
            if ($JobRun) { $inputs.JobRun = $JobRun }
            $diagnoses = @(Get-VcsaDiagnosis @logs @inputs -ErrorVariable unread -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
            $bursts = @(Measure-VcsaAuthFault @logs -Threshold $Threshold -Period $Period -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
        }
    }

    It 'reads every log it was given' {
        Assert-Given 'LogPath or VCenter' $logs
        Assert-Covered $coverage
        if ($unread) { throw "What follows is of the rest of the logs only. $($unread -join ' ')" }
    }

    It 'finds the refused calls within the article''s bounds' {
        Assert-Given 'LogPath or VCenter' $logs
        Assert-Covered $coverage
        if ($bursts) {
            $worst = $bursts | Sort-Object PeakCount -Descending | Select-Object -First 1
            throw ("vCenter refused $(($bursts | Measure-Object Count -Sum).Sum) calls with NotAuthenticated in $($bursts.Count) burst(s), at most $($worst.PeakCount) in $Period, " +
                "from $(Get-ClockText $bursts[0].Start) to $(Get-ClockText $bursts[-1].End). Next: the test after this one tells why.")
        }
    }

    It 'finds no API storm: backups do not fail for the reason of KB 440879' {
        Assert-Given 'LogPath or VCenter' $logs
        Assert-Covered $coverage
        $diagnosis = $diagnoses | Where-Object Verdict -In Confirmed, Likely | Select-Object -First 1
        if ($diagnosis) {
            $who = $diagnosis.Clients | Select-Object -First 1
            throw ("$($diagnosis.Verdict) with $("$($diagnosis.Confidence)".ToLowerInvariant()) confidence: $($diagnosis.Summary) " +
                $(if ($who) { "Talk to $(if ($who.User) { "$($who.User) at" } else { 'the users of' }) $($who.Address) ($($who.Logins) logins). " }) +
                "Next: $($diagnosis.Remedies[0].Name): $($diagnosis.Remedies[0].Command)")
        }
    }

    It 'finds no other cause of refused calls' {
        Assert-Given 'LogPath or VCenter' $logs
        Assert-Covered $coverage
        $diagnosis = $diagnoses | Where-Object Verdict -EQ OtherCause | Select-Object -First 1
        if ($diagnosis) { throw "$($diagnosis.Cause): $($diagnosis.Summary) Next: $($diagnosis.Remedies[0].Name): $($diagnosis.Remedies[0].Command)" }
    }
}

Describe '2 Relieve' -Tag Relieve {
    It 'finds room for sessions' {
        Assert-Given VCenter $VCenter
        foreach ($summary in Get-VcsaSession @VCenter -Summary -ErrorAction Stop) {
            if ($summary.PercentOfLimit -ge 80) {
                $most = $summary.Clients[0]
                throw "$($summary.Total) of $($summary.Limit) sessions are taken at $($summary.Server); $($most.Sessions) are of $($most.UserName) at $($most.IpAddress). Next: stop that client and let it log out."
            }
        }
    }

    It 'restarts the proxy pipeline, if told to' {
        Assert-Given Appliance $Appliance
        Assert-Given '-Restart' ([bool] $Restart)
        $report = Restart-VcsaProxyPipeline @Appliance -Confirm:$false -PassThru -ErrorAction Stop
        if ($report.Outcome -notin 'Restarted', 'NothingToDo') { throw "$($report.Outcome): $($report.Reason) Next: $($report.NextCommands -join '; ')" }
    }
}

Describe '3 Prove' -Tag Prove {
    It 'finds the proxy pipeline up' {
        Assert-Given Appliance $Appliance
        $down = Get-VcsaService @Appliance -ErrorAction Stop | Where-Object { $_.IsProxyPipeline -and -not $_.IsUp }
        if ($down) { throw "$($down -join '; '). Next: Restart-VcsaProxyPipeline -Server $($Appliance.Server)" }
    }

    It 'finds no call refused since, in logs that reach that far' {
        Assert-Given 'LogPath or VCenter' $logs
        Assert-Covered $coverage
        Assert-Given Since $Since
        $faults = @(Get-VcsaAuthFault @logs -After $Since -ErrorAction Stop)
        if ($faults) { throw "$($faults.Count) calls were refused after $(Get-ClockText $Since), the last at $(Get-ClockText $faults[-1].Time). Next: the step Confirm, with the same logs." }
        $last = Get-VcsaDiagnosis @logs -ErrorAction Stop -WarningAction SilentlyContinue | Sort-Object To | Select-Object -Last 1
        if (-not $last.To -or $last.To -le $Since) {
            throw "The logs prove nothing: their last line is of $(if ($last.To) { Get-ClockText $last.To } else { 'no known time' }), not after $(Get-ClockText $Since). Next: give newer logs."
        }
    }
}
