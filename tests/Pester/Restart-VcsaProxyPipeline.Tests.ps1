BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/Appliance.ps1"
    $commands = 'service-control --restart vmware-vpxd vmware-envoy-hgw'

    function Get-Target([Diagnostics.Process[]] $Appliance) {
        @{
            Server = @($Appliance | ForEach-Object { "127.0.0.1:$($_.Port)" }); UserName = $Appliance[0].User; KeyFile = $Appliance[0].ClientKeyPath
            KnownHosts = $Appliance.KnownHostsPath
        }
    }

    function Get-Failure([scriptblock] $Block) {
        try { & $Block *>$null } catch { return $_ }
        throw 'It did not fail.'
    }
}

Describe 'Restart-VcsaProxyPipeline' {
    BeforeAll {
        $appliance = if (-not $applianceMissing) { Open-Appliance }
        if ($appliance) {
            $target = Get-Target $appliance
            $quick = $target + @{ RunningTask = @(); Confirm = $false }
        }
    }

    BeforeEach {
        Assert-Appliance
        if ($appliance) {
            Invoke-Appliance $appliance nofaults
            $before = Get-ApplianceState $appliance vpxd, envoy-hgw
        }
    }

    AfterAll {
        if ($appliance) { Close-Appliance $appliance }
    }

    It 'restarts, proves it, and writes a log in which no secret is' {
        if ($applianceMissing) { return }
        $log = Join-Path $TestDrive 'restart.jsonl'
        $report = Restart-VcsaProxyPipeline @quick -LogPath $log
        $report.Outcome | Should -Be Restarted
        $report.IsProven | Should -BeTrue
        $report.Steps.Command | Should -Be $commands
        $report.Server | Should -Be $target.Server[0]
        (Get-ApplianceState $appliance vpxd, envoy-hgw).Where({ $_.ProcessId -in $before.ProcessId }) | Should -BeNullOrEmpty
        $lines = Get-Content $log | ConvertFrom-Json
        $lines[-1].Type | Should -Be Report
        $lines[-1].Outcome | Should -Be Restarted
        $lines.Where({ $_.Kind -eq 'Step' }).Text | Should -Be $commands
    }

    It 'shows the commands with -WhatIf and changes nothing, reachable or not' {
        if ($applianceMissing) { return }
        $shown = pwsh -NoProfile -NonInteractive -Command "Import-Module '$root/out/VcsaAuthGuard'; Restart-VcsaProxyPipeline $($target.Server), localhost:1 -UserName $($target.UserName) -KeyFile '$($target.KeyFile)' -KnownHosts '$($target.KnownHosts)' -WhatIf 3>`$null" | Out-String
        $shown | Should -Match "Run on $($target.Server): $commands"
        $shown | Should -Match 'Run on localhost:1: .*--restart.*without it: service-control --stop vmware-vpxd; service-control --stop vmware-envoy-hgw; service-control --start'
        (Get-ApplianceState $appliance vpxd, envoy-hgw).ProcessId | Should -Be $before.ProcessId
    }

    It 'is refused while a backup or a snapshot runs' {
        if ($applianceMissing) { return }
        $tasks = 'Running', 'Success' | ForEach-Object { [pscustomobject]@{ Id = 'task-7'; Name = 'CreateSnapshot_Task'; Description = 'Create virtual machine snapshot'; State = $_; PercentComplete = 40 } }
        $failure = Get-Failure { Restart-VcsaProxyPipeline @target -Confirm:$false -RunningTask $tasks }
        $failure.FullyQualifiedErrorId | Should -Match '^RestartRefused,'
        $failure.Exception.Message | Should -Match '1 task is running and would be interrupted: Create virtual machine snapshot \(task-7, Running, 40 %\)'
        $failure.TargetObject.Outcome | Should -Be Refused
    }

    It 'is refused while a service is on its way' {
        if ($applianceMissing) { return }
        Invoke-Appliance $appliance put vpxd, STARTING
        (Get-Failure { Restart-VcsaProxyPipeline @quick }).Exception.Message | Should -Match 'vmware-vpxd: Starting'
        Invoke-Appliance $appliance put vpxd, STARTED
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'an unknown host key'; Change = { $args[0].KnownHosts = Join-Path $TestDrive 'none' }; Message = 'not known.*SHA256:' }
        @{ Case = 'another host key'; Change = { $args[0].Remove('KnownHosts'); $args[0].HostKeyFingerprint = 'SHA256:' + 'A' * 43 }; Message = 'has changed|host key' }
        @{ Case = 'a wrong key'; Change = { ssh-keygen -q -t ed25519 -N '' -f "$TestDrive/wrong"; $args[0].KeyFile = "$TestDrive/wrong" }; Message = 'refused' }
    ) {
        if ($applianceMissing) { return }
        Set-Content (Join-Path $TestDrive 'none') ''
        $changed = $quick.Clone()
        & $Change $changed
        $failure = Get-Failure { Restart-VcsaProxyPipeline @changed }
        $failure.FullyQualifiedErrorId | Should -Match '^RestartRefused,'
        $failure.Exception.Message | Should -Match $Message
        (Get-ApplianceState $appliance vpxd).ProcessId | Should -Be $before.Where({ $_.Id -eq 'vpxd' }).ProcessId
    }

    It 'ends with an error that says what runs and what to do when a service stays down' {
        if ($applianceMissing) { return }
        Add-ApplianceFault $appliance vpxd Start Fail
        $failure = Get-Failure { Restart-VcsaProxyPipeline @quick -TimeoutSeconds 600 }
        Invoke-Appliance $appliance nofaults
        $failure.FullyQualifiedErrorId | Should -Match '^RestartFailed,'
        $failure.Exception.Message | Should -Match '(?s)vmware-vpxd: Stopped.*Error executing start on service vpxd.*service-control --status --all.*service-control --start vmware-vpxd'
        $failure.TargetObject.Down | Should -Be vmware-vpxd
        (Get-ApplianceState $appliance vpxd).RunState | Should -Be STOPPED
        Invoke-Appliance $appliance put vpxd, STARTED
    }

    It 'goes on to the end when it is stopped in the middle of a step' {
        if ($applianceMissing) { return }
        Add-ApplianceFault $appliance vpxd Stop Slow -Seconds 2
        $log = Join-Path $TestDrive 'stopped.jsonl'
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $shell.AddCommand('Import-Module').AddParameter('Name', (Join-Path $root 'out/VcsaAuthGuard')).AddStatement().AddCommand('Restart-VcsaProxyPipeline').AddParameters($quick + @{ LogPath = $log }) | Out-Null
        $running = $shell.BeginInvoke()
        $deadline = [datetime]::UtcNow.AddMinutes(10)
        while ((Get-ApplianceState $appliance vpxd).RunState -ne 'STOPPING' -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
        $shell.Stop()
        $running.AsyncWaitHandle.WaitOne(600000) | Should -BeTrue
        (Get-ApplianceState $appliance vpxd, envoy-hgw).RunState | Should -Be STARTED, STARTED
        (Get-Content $log | Select-Object -Last 1 | ConvertFrom-Json).Outcome | Should -Be Restarted
        $shell.Dispose()
    }

    It 'logs in with a password, which nothing shows' {
        if ($applianceMissing) { return }
        if (-not $appliance.Password) { Set-ItResult -Skipped -Because 'only root can give this sshd a password'; return }
        Add-ApplianceFault $appliance vpxd Stop Slow -Seconds 1
        $credential = [pscredential]::new($appliance.User, [Net.NetworkCredential]::new('', $appliance.Password).SecurePassword)
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $shell.AddCommand('Import-Module').AddParameter('Name', (Join-Path $root 'out/VcsaAuthGuard')).AddStatement().AddCommand('Restart-VcsaProxyPipeline').AddParameters(@{
                Server = $target.Server; Credential = $credential; KnownHosts = $target.KnownHosts; RunningTask = @(); Confirm = $false; Verbose = $true; Debug = $true; LogPath = "$TestDrive/secret.jsonl"
            }) | Out-Null
        $running = $shell.BeginInvoke()
        $deadline = [datetime]::UtcNow.AddMinutes(10)
        while ((Get-ApplianceState $appliance vpxd).RunState -ne 'STOPPING' -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
        $processes = Get-ChildItem /proc -Directory | Where-Object Name -Match '^\d+$' | ForEach-Object {
            foreach ($file in 'cmdline', 'environ') { try { [IO.File]::ReadAllText("$($_.FullName)/$file") } catch { Write-Debug "$_" } }
        }
        $report = $shell.EndInvoke($running)
        $report.Outcome | Should -Be Restarted
        $said = @($shell.Streams.Verbose; $shell.Streams.Debug; $shell.Streams.Error; $shell.Streams.Warning; $report | ConvertTo-Json -Depth 5; Get-Content "$TestDrive/secret.jsonl") | Out-String
        $said | Should -Match ([regex]::Escape($commands))
        @($processes; $said) -like "*$($appliance.Password)*" | Should -BeNullOrEmpty
        $wrong = [pscredential]::new($appliance.User, [Net.NetworkCredential]::new('', 'Wrong-0815').SecurePassword)
        $failure = Get-Failure { Restart-VcsaProxyPipeline $target.Server -Credential $wrong -KnownHosts $target.KnownHosts -RunningTask @() -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -Match '^RestartRefused,'
        "$($failure | Format-List * -Force | Out-String)" | Should -Not -Match 'Wrong-0815'
        $shell.Dispose()
    }

    It 'says a new login first when the diagnosis does' {
        if ($applianceMissing) { return }
        $diagnosis = Get-VcsaDiagnosis -Path (Join-Path $root 'samples/incident') -ErrorAction SilentlyContinue
        $diagnosis.Remedies[0].IsNewLogin | Should -BeTrue
        Restart-VcsaProxyPipeline @target -RunningTask @() -Diagnosis $diagnosis -WhatIf -WarningVariable warnings 3>$null
        "$warnings" | Should -Match 'a new login may be all.*Connect-VIServer'
    }

    It 'refuses while another restart holds the lock, and says its age' {
        if ($applianceMissing) { return }
        $folder = Join-Path $appliance.StateDirectory 'run/vcsa-authguard/lock'
        New-Item $folder -ItemType Directory -Force | Out-Null
        (Get-Failure { Restart-VcsaProxyPipeline @quick }).Exception.Message | Should -Match 'Another restart .* is in progress: its lock is \d+ s old'
        Remove-Item $folder -Recurse
    }
}

Describe 'Restart-VcsaProxyPipeline on 20 appliances' {
    BeforeAll {
        $many = if (-not $applianceMissing) { 1..20 | ForEach-Object { Open-Appliance } }
        foreach ($one in $many | Select-Object -Skip 1) { Copy-Item "$($many[0].StateDirectory)/ssh/authorized_keys" "$($one.StateDirectory)/ssh/authorized_keys" }
    }

    AfterAll {
        foreach ($one in $many) { Close-Appliance $one }
    }

    It 'restarts five at a time, and starts no more when one fails' {
        Assert-Appliance
        if ($applianceMissing) { return }
        $target = Get-Target $many
        Add-ApplianceFault $many[2] vpxd Status Unreadable
        $few = Get-Target $many[2, 0, 1]
        $few.KeyFile = $target.KeyFile
        $all = $failure = $null
        try { Restart-VcsaProxyPipeline @few -RunningTask @() -Confirm:$false -PassThru -OutVariable all 3>$null | Out-Null } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RestartRefused,*'
        $all.Outcome | Should -Be Refused, NothingToDo, NothingToDo
        $reports = Restart-VcsaProxyPipeline @target -RunningTask @() -Confirm:$false -ThrottleLimit 5 -ErrorAction SilentlyContinue -ErrorVariable failures
        $reports.Count | Should -Be 19
        $reports.Outcome | Sort-Object -Unique | Should -Be Restarted
        $failures.Count | Should -Be 1
        foreach ($one in $many) { (Get-ApplianceState $one vpxd, envoy-hgw).RunState | Should -Be STARTED, STARTED }
    }
}
