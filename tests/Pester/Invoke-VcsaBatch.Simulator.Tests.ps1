# Invoke-VcsaBatch and Connect-VcsaSession together, while sessions come to an end under them. PowerCLI's commands are stood in for.
BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/Simulator.ps1"
    . "$PSScriptRoot/SimulatedPowerCli.ps1"
    $account = 'svc@vsphere.local'
    $runtimeBefore = $env:XDG_RUNTIME_DIR
    $defaults = Get-Variable PSDefaultParameterValues -Scope Global -ValueOnly
    if (-not $simulatorMissing) { $binary = Build-Simulator (New-Item -ItemType Directory "$TestDrive/vcsim").FullName }

    function Get-TestCredential([string] $Name) {
        [pscredential]::new($Name, [Net.NetworkCredential]::new('', 'Pa55-s3cr3t').SecurePassword)
    }

    # Opens a simulator with a watcher logged in under a name of its own, and has Connect-VcsaSession connect PowerCLI's stand-in.
    function Connect-TestServer([string[]] $Flag) {
        $script:simulator = Open-Simulator $binary $Flag
        # Invoke-VcsaBatch gives no thumbprint when it calls these itself.
        foreach ($name in 'Connect-VcsaSession', 'Get-VcsaSession') { $defaults["${name}:Thumbprint"] = $simulator.Thumbprint }
        $script:watcher = Connect-VIServer 127.0.0.1 -Port ([uri] $simulator.Url).Port -Credential (Get-TestCredential watcher@vsphere.local)
        Connect-VcsaSession $simulator.Url -Credential $credential | Out-Null
    }

    # Ends all sessions of the account as an administrator does.
    function Revoke-TestSession {
        foreach ($session in Get-VcsaSession $watcher -UserName $account) {
            $null = Invoke-SimulatorCall $watcher "<TerminateSession xmlns='urn:vim25'><_this type='SessionManager'>SessionManager</_this><sessionId>$($session.Key)</sessionId></TerminateSession>"
        }
    }

    # What the simulator counted: the account's logins, the most sessions it had at once, snapshots that were made, and those refused.
    function Get-TestCount {
        $counts = Get-SimulatorCount $simulator
        $counts.users.$account.logins, $counts.users.$account.peak, [int] $counts.calls.CreateSnapshot_Task, [int] $counts.refused.CreateSnapshot_Task
    }
}

AfterAll {
    $env:XDG_RUNTIME_DIR = $runtimeBefore
}

Describe 'Invoke-VcsaBatch in the session of Connect-VcsaSession, at the vSphere simulator' {
    BeforeEach {
        Assert-Simulator
        $env:XDG_RUNTIME_DIR = (New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())").FullName
        [IO.File]::SetUnixFileMode($env:XDG_RUNTIME_DIR, 'UserRead, UserWrite, UserExecute')
        $script:simulator = $null
        $credential = Get-TestCredential $account
        Add-SimulatedPowerCli
    }

    AfterEach {
        Clear-SimulatedPowerCli
        foreach ($name in 'Connect-VcsaSession', 'Get-VcsaSession') { $defaults.Remove("${name}:Thumbprint") }
        if ($simulator) { Close-Simulator $simulator }
    }

    It 'logs in once for each time the session is killed under a running batch, and does all items once' {
        Connect-TestServer -Flag '-vm', '60'
        # Twice in one batch: at the 29th machine, and at the one after it.
        $kills = [Collections.Generic.HashSet[int]]@(7, 30, 32, 55)
        $state = @{ Call = 0 }
        $result = Get-VM | Invoke-VcsaBatch -PerItem -Credential $credential -Summary {
            if ($kills.Remove(++$state.Call)) { Revoke-TestSession }
            New-Snapshot -VM $_ -Name nightly
        }
        $result[-1].Done, $result[-1].Failed, $result[-1].Retries, $result[-1].Reconnects | Should -Be 60, 0, 4, 4
        $result | Select-Object -SkipLast 1 | ForEach-Object VM | Should -Be (Get-VM).Name
        Get-TestCount | Should -Be 5, 1, 60, 4
    }

    It 'runs a whole batch again with -Reconnect { Connect-VcsaSession }' {
        Connect-TestServer -Flag '-vm', '60'
        $state = @{ Item = 0 }
        $summary = Get-VM | Invoke-VcsaBatch -Reconnect { Connect-VcsaSession $simulator.Url -Credential $credential } -Summary {
            foreach ($machine in $_) {
                if (++$state.Item -eq 30) { Revoke-TestSession }
                $null = New-Snapshot -VM $machine -Name nightly
            }
        }
        $summary.Done, $summary.Failed, $summary.Retries, $summary.Reconnects | Should -Be 60, 0, 1, 1
        # The nine before it in that batch are made twice.
        Get-TestCount | Should -Be 2, 1, 69, 1
    }

    It 'takes one login after a restart in the middle' {
        $port = Open-ReservedPort
        Connect-TestServer -Flag '-vm', '60', '-port', $port.Number
        $state = @{ Item = 0 }
        $summary = Get-VM | Invoke-VcsaBatch -PerItem -Credential $credential -Summary {
            if (++$state.Item -eq 31) {
                $state.Before = Get-TestCount
                Close-Simulator $simulator
                $script:simulator = Open-Simulator $binary '-vm', '60', '-port', $port.Number
            }
            $null = New-Snapshot -VM $_ -Name nightly
        }
        $summary.Done, $summary.Failed, $summary.Reconnects | Should -Be 60, 0, 1
        $state.Before | Should -Be 1, 1, 30, 0
        Get-TestCount | Should -Be 1, 1, 30, 1
        $port.Dispose()
    }

    It 'takes one login after a session that expired, idle for 15 s' {
        Connect-TestServer -Flag '-vm', '60', '-idle', '15s'
        $state = @{ Item = 0 }
        $summary = Get-VM | Invoke-VcsaBatch -PerItem -Credential $credential -Summary {
            if (++$state.Item -eq 31) {
                [Threading.SpinWait]::SpinUntil({ Start-Sleep -Milliseconds 50; (Get-SimulatorCount $simulator).users.$account.sessions -eq 0 }, 600000) | Should -BeTrue
            }
            $null = New-Snapshot -VM $_ -Name nightly
        }
        $summary.Done, $summary.Failed, $summary.Reconnects | Should -Be 60, 0, 1
        Get-TestCount | Should -Be 2, 1, 60, 1
    }

    It 'reconnects for a reading of a held batch (<Way>)' -ForEach @(
        @{ Way = 'Get-VcsaSession'; Probe = @{} }
        @{ Way = 'a block'; Probe = @{ SessionProbe = { @(Get-VcsaSession -UserName $account).Count } } }
    ) {
        Connect-TestServer -Flag '-vm', '40'
        $state = @{ Item = 0; Looks = 0 }
        $summary = Get-VM | Invoke-VcsaBatch -PerItem -Credential $credential -MaxSession 2 @Probe -ProbeInterval 00:00:00.010 -Summary -WarningAction SilentlyContinue -LatencyProbe {
            # The second batch is held; at its second look the account has no session any more.
            if (++$state.Looks -eq 3) { Revoke-TestSession }
            5
        } {
            if (++$state.Item -eq 20) {
                $servers = Get-Variable DefaultVIServers -Scope Global -ValueOnly
                foreach ($i in 1..2) { (Connect-VIServer 127.0.0.1 -Port ([uri] $simulator.Url).Port -Credential $credential).Client.Dispose() }
                Set-Variable DefaultVIServers $servers -Scope Global
            }
            $null = New-Snapshot -VM $_ -Name nightly
        }
        $summary.Done, $summary.Failed, $summary.Reconnects, $summary.Retries, $summary.UnknownReadings | Should -Be 40, 0, 1, 0, 0
        $summary.Holds.Reason, $summary.Holds.Count, $summary.Holds.Expired | Should -Be 'Sessions', 1, 0
        $state.Looks | Should -Be 3
        # The session itself, two of the block, and the new one.
        Get-TestCount | Should -Be 4, 3, 40, 0
    }

    It 'does 5,000 items in one session' {
        Connect-TestServer -Flag '-vm', '500'
        $machines = Get-VM
        $names = foreach ($i in 1..10) { "nightly-$i" }
        $work = foreach ($name in $names) { foreach ($machine in $machines) { [pscustomobject]@{ VM = $machine; Name = $name } } }
        $result = $work | Invoke-VcsaBatch -PerItem -Size 25 -Credential $credential -Summary { New-Snapshot -VM $_.VM -Name $_.Name }
        $result[-1].Done, $result[-1].Batches, $result[-1].Reconnects | Should -Be 5000, 200, 0
        $result.Count | Should -Be 5001
        Get-TestCount | Should -Be 1, 1, 5000, 0
        # The same by the simulator's session list.
        $sessions = @(Get-VcsaSession $watcher -UserName $account)
        $sessions.Count | Should -Be 1
        $sessions[0].CallCount | Should -BeGreaterOrEqual 5000
    }
}
