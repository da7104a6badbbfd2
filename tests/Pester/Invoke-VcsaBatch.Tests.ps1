BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $module = Join-Path $root 'out/VcsaAuthGuard'
    Import-Module $module -Force
    $class = 'VcsaAuthGuard.Commands.InvokeVcsaBatchCommand'

    # Virtual machines as PowerCLI gives them, as far as this module looks at them. Synthetic.
    function Get-TestVM([int] $Count) {
        foreach ($i in 1..$Count) { [pscustomobject]@{ Name = "vm-$i"; Id = "VirtualMachine-vm-$i"; Uid = "/VIServer=d\op@vc01:443/VirtualMachine=VirtualMachine-vm-$i/" } }
    }
}

Describe 'Invoke-VcsaBatch' {
    It 'runs 5,000 virtual machines in batches of 25, each once, in the caller''s scope' {
        $batches = 0
        $names = Get-TestVM 5000 | Invoke-VcsaBatch -Size 25 { $batches++; $_ -is [array] | Should -BeTrue; $_.Name }
        $batches | Should -Be 200
        $names | Should -Be (Get-TestVM 5000).Name
    }

    It 'gives an array for one object too, and takes an array as an argument' {
        Get-TestVM 1 | Invoke-VcsaBatch { $_.GetType().IsArray } | Should -BeTrue
        Invoke-VcsaBatch -InputObject (1..30) { $_.Count } | Should -Be 20, 10
    }

    It 'streams, and ends when nothing more is wanted' {
        $ran = [Collections.Generic.List[string]]::new()
        Get-TestVM 100 | Invoke-VcsaBatch -PerItem { $ran.Add($_.Name); $_.Name } | Select-Object -First 2 | Should -Be 'vm-1', 'vm-2'
        $ran.Count | Should -Be 2
    }

    It 'reconnects once after sessions killed under a running batch, and runs the unfinished again (<Way>)' -ForEach @(
        @{ Way = 'an exception'; Fail = { throw [InvalidOperationException] 'fileManagement. The session is not authenticated.' } }
        @{ Way = 'an error record'; Fail = { Write-Error 'fault: (vim.fault.NotAuthenticated)' } }
    ) {
        $script:connects = 0
        function Connect-VcsaSession { $script:connects++; 'no output of the block' }
        $killed = [Collections.Generic.HashSet[string]]::new()
        $result = Get-TestVM 60 | Invoke-VcsaBatch -PerItem { if ($_.Name -in 'vm-7', 'vm-8', 'vm-45' -and $killed.Add($_.Name)) { . $Fail }; $_.Name } -Summary
        $result | Select-Object -SkipLast 1 | Select-Object -Unique | Should -Be (Get-TestVM 60).Name
        $script:connects | Should -Be 3
        $result[-1].Done, $result[-1].Failed, $result[-1].Retries, $result[-1].Reconnects | Should -Be 60, 0, 3, 3
    }

    It 'runs a whole batch again without -PerItem' {
        $runs = [Collections.Generic.List[int]]::new()
        $reconnects = 0
        Get-TestVM 25 | Invoke-VcsaBatch { $runs.Add($_.Count); if ($runs.Count -eq 1) { throw 'The session is not authenticated.' } } -Reconnect { $reconnects++ }
        $runs | Should -Be 20, 20, 5
        $reconnects | Should -Be 1
    }

    It 'does not log in for each object where the session is refused again' {
        $reconnects = 0
        Get-TestVM 10 | Invoke-VcsaBatch -PerItem { throw 'The session is not authenticated.' } -Reconnect { $reconnects++ } -ErrorAction SilentlyContinue -ErrorVariable problems
        $reconnects | Should -Be 1
        @($problems | Where-Object FullyQualifiedErrorId -EQ "SessionDropped,$class").Count | Should -Be 10
    }

    It 'ends after a batch that was refused as a whole, unless -MaxRefused lets more be refused' {
        $calls = [Collections.Generic.List[string]]::new()
        $block = { $calls.Add($_.Name); throw 'The session is not authenticated.' }
        $summary = Get-TestVM 9 | Invoke-VcsaBatch $block -PerItem -Size 3 -Summary -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction SilentlyContinue
        $calls | Should -Be 'vm-1', 'vm-2', 'vm-3'
        $summary.IsRefused, $summary.Failed, $summary.Skipped | Should -Be $true, 3, 6
        $problems[-1].FullyQualifiedErrorId | Should -Be "RunRefused,$class"
        "$($problems[-1])" | Should -BeLike '*0 items are done, 3 failed, 6 were not run.'

        $calls.Clear()
        $summary = Get-TestVM 9 | Invoke-VcsaBatch $block -PerItem -Size 3 -MaxRefused 0 -Summary -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $calls.Count, $summary.IsRefused | Should -Be 9, $false
    }

    It 'says once that there is no pace' {
        Get-TestVM 5 | Invoke-VcsaBatch { } -Size 2 -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings -like 'No pace is set*').Count | Should -Be 1
        Get-TestVM 5 | Invoke-VcsaBatch { } -Size 2 -Interval 00:00:00.001 -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings -like 'No pace is set*').Count | Should -Be 0
    }

    It 'ends the run when the reconnect fails' {
        { Get-TestVM 3 | Invoke-VcsaBatch -PerItem { throw 'The session is not authenticated.' } -Reconnect { throw 'no route' } } | Should -Throw -ErrorId "ReconnectFailed,$class"
    }

    It 'reconnects with Connect-VcsaSession to <Where>' -ForEach @(
        @{ Where = 'the servers PowerCLI is connected to'; Defaults = @([pscustomobject]@{ Name = 'vc02'; SessionId = 'x' }); Expected = 'vc02 as op' }
        @{ Where = 'the server the objects are of'; Defaults = $null; Expected = 'vc01:443 as op' }
    ) {
        function Connect-VcsaSession([Parameter(Mandatory)] [string[]] $Server, [Parameter(Mandatory)] [pscredential] $Credential) { $log.Add("$Server as $($Credential.UserName)") }
        $log = [Collections.Generic.List[string]]::new()
        Set-Variable DefaultVIServers $Defaults -Scope Global
        try {
            Get-TestVM 2 | Invoke-VcsaBatch { if ($log.Count -eq 0) { throw 'The session is not authenticated.' } } -Credential ([pscredential]::new('op', [securestring]::new()))
        }
        finally {
            Remove-Variable DefaultVIServers -Scope Global
        }
        $log | Should -Be $Expected
    }

    It 'reconnects where the session is lost while tasks are waited for, and runs nothing again' {
        $isLost = $true
        $log = [Collections.Generic.List[string]]::new()
        function Wait-Task([object[]] $Task) { if ($isLost) { throw 'The session is not authenticated.' }; $log.Add("wait $($Task.Id)") }
        $result = Get-TestVM 2 | Invoke-VcsaBatch -PerItem -WaitTask -Reconnect { $isLost = $false } -Summary {
            $log.Add($_.Name)
            [pscustomobject]@{ Id = "task-$($_.Name)"; State = 'Running'; PercentComplete = 0 }
        }
        $log | Should -Be 'vm-1', 'vm-2', 'wait task-vm-1', 'wait task-vm-2'
        $result[-1].Done, $result[-1].Reconnects, $result[-1].Retries | Should -Be 2, 1, 0
    }

    It 'calls no Connect-VcsaSession that would ask for something' {
        function Connect-VcsaSession([Parameter(Mandatory)] [string[]] $Server, [Parameter(Mandatory)] [pscredential] $Credential) { throw "$Server $Credential" }
        Get-TestVM 1 | Invoke-VcsaBatch { throw 'The session is not authenticated.' } -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Contain "SessionDropped,$class"
    }

    It 'goes on after other errors, or ends with -ErrorAction Stop' {
        $block = { if ($_.Name -eq 'vm-2') { Write-Error 'bad' -ErrorId Bad }; if ($_.Name -eq 'vm-3') { throw 'worse' }; $_.Name }
        $result = Get-TestVM 4 | Invoke-VcsaBatch -PerItem $block -Summary -ErrorAction SilentlyContinue -ErrorVariable problems
        $result[-1].Done, $result[-1].Failed | Should -Be 2, 2
        $problems.Count | Should -BeGreaterOrEqual 2
        { Get-TestVM 4 | Invoke-VcsaBatch -PerItem $block -ErrorAction Stop } | Should -Throw 'bad'
    }

    It 'holds while the latency is over 25 ms, until it is under 20' {
        $readings = [Collections.Queue]@(10, 26, 22, 19)
        $summary = Get-TestVM 40 | Invoke-VcsaBatch { } -LatencyProbe { $readings.Dequeue() } -ProbeInterval 00:00:00.010 -Summary
        $readings.Count | Should -Be 0
        "$($summary.Holds)" | Should -BeLike 'Latency: 00:00:00 in 1 batches'
    }

    It 'asks Get-Stat about datastores, and Get-VcsaSession for this account''s sessions' {
        $asked = [Collections.Generic.List[string]]::new()
        function Get-Stat([object[]] $Entity, [string[]] $Stat, [datetime] $Start) {
            $asked.Add($Entity[0].Name)
            [pscustomobject]@{ Value = if ($asked.Count -eq 1) { 40 } else { 4 }; Timestamp = [datetime]::Now; MetricId = $Stat[1]; Unit = 'millisecond'; Entity = $Entity[0]; Instance = ''; Started = $Start }
        }
        function Get-VcsaSession {
            $asked.Add('sessions')
            [pscustomobject]@{ UserName = 'a'; Server = 'vc01'; IsCurrent = $true }, [pscustomobject]@{ UserName = 'b'; Server = 'vc01'; IsCurrent = $false }
        }
        $summary = Get-TestVM 1 | Invoke-VcsaBatch { } -Datastore ([pscustomobject]@{ Name = 'ds1'; Id = 'Datastore-datastore-1' }) -MaxSession 1 -ProbeInterval 00:00:00.010 -Summary
        $asked | Should -Be 'ds1', 'ds1', 'sessions'
        $summary.Holds.Reason | Should -Be 'Latency'
    }

    It 'looks at all datastores with -LatencyThreshold alone, by their hosts where they have no samples of their own' {
        $asked = [Collections.Generic.List[string]]::new()
        function Get-Datastore { [pscustomobject]@{ Name = 'ds1'; Id = 'Datastore-datastore-1'; ExtensionData = [pscustomobject]@{ Info = [pscustomobject]@{ Url = 'ds:///vmfs/volumes/62aef28d-fe0e61a8/' } } } }
        function Get-VMHost([object] $Datastore) { [pscustomobject]@{ Name = 'esx1'; Id = 'HostSystem-host-1'; Of = $Datastore } }
        function Get-Stat([object[]] $Entity, [string[]] $Stat, [datetime] $Start, [switch] $Realtime, [string[]] $Instance) {
            $asked.Add("$($Entity[0].Name) $Realtime $Instance")
            if ($Realtime) { [pscustomobject]@{ Value = if ($asked.Count -eq 2) { 31 } else { 23 }; Timestamp = [datetime]::Now; MetricId = $Stat[0]; Unit = 'millisecond'; Entity = $Entity[0]; Instance = $Instance[0]; Started = $Start } }
        }
        $summary = 1 | Invoke-VcsaBatch { } -LatencyThreshold 30 -ProbeInterval 00:00:00.010 -Summary
        $asked | Should -Be 'ds1 False ', 'esx1 True 62aef28d-fe0e61a8', 'ds1 False ', 'esx1 True 62aef28d-fe0e61a8'
        $summary.Holds.Count | Should -Be 1
    }

    It 'says when a hold is over by its length, and when a reading is not to be had' {
        $arguments = @{ ProbeInterval = '00:00:00.010'; MaxHold = '00:00:00.030'; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
        Get-TestVM 1 | Invoke-VcsaBatch { 'ran' } -SessionProbe { 9 } -MaxSession 3 @arguments | Should -Be 'ran'
        $problems.FullyQualifiedErrorId | Should -Contain "HoldExpired,$class"
        Get-TestVM 30 | Invoke-VcsaBatch { 'ran' } -LatencyProbe { } @arguments | Should -Be 'ran', 'ran'
        @($problems.FullyQualifiedErrorId) | Should -Be "ReadingUnknown,$class"
    }

    It 'waits for tasks <Way>' -ForEach @{ Way = 'with Wait-Task'; HasWait = $true }, @{ Way = 'by their State'; HasWait = $false } {
        $log = [Collections.Generic.List[string]]::new()
        if ($HasWait) { function Wait-Task([object[]] $Task) { $log.Add("wait $($Task.Id)"); if ($Task.Id -eq 'task-2') { Write-Error 'failed' } } }
        $state = if ($HasWait) { 'Running' } else { 'Success' }
        $result = Get-TestVM 3 | Invoke-VcsaBatch -Size 1 -WaitTask -WarningAction SilentlyContinue -Summary -ErrorAction SilentlyContinue {
            $log.Add($_[0].Name)
            $number = $_[0].Name.Substring(3)
            [pscustomobject]@{ Id = "task-$number"; State = if (-not $HasWait -and $number -eq 2) { 'Error' } else { $state }; PercentComplete = 5 }
        }
        $result[-1].Done, $result[-1].Failed | Should -Be 2, 1
        if ($HasWait) { $log | Should -Be 'vm-1', 'wait task-1', 'vm-2', 'wait task-2', 'vm-3', 'wait task-3' }
    }

    It 'warns of <Name>' -ForEach @(
        @{ Name = 'a size the article does not name'; Size = 19; Block = { }; Text = '*20 to 50*' }
        @{ Name = 'a size over it'; Size = 51; Block = { }; Text = '*20 to 50*' }
        @{ Name = 'a login in a function the block calls'; Size = 20; Block = { if ($false) { Save-TestVM } }; Text = '*Connect-VIServer (in Save-TestVM, line*' }
        @{ Name = 'a login in the block'; Size = 20; Block = { if ($false) { Connect-VIServer vc01 } }; Text = '*Connect-VIServer (line*' }
    ) {
        function Save-TestVM { Connect-VIServer vc01 }
        Get-TestVM 1 | Invoke-VcsaBatch $Block -Size $Size -WarningAction SilentlyContinue -WarningVariable warnings
        "$warnings" | Should -BeLike $Text
    }

    It 'says with -WhatIf which batches would run, and leaves nothing' {
        $shown = Get-TestVM 30 | Invoke-VcsaBatch { throw 'ran' } -CheckpointPath $TestDrive/whatif -WhatIf -Summary
        $shown.Skipped, $shown.Batches | Should -Be 30, 0
        "$TestDrive/whatif" | Should -Not -Exist
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'ticks'; Id = 'ParameterArgumentTransformationError'; Arguments = @{ Interval = 30 } }
        @{ Name = 'a threshold of nothing'; Id = 'LatencySourceMissing'; Arguments = @{ LatencyThreshold = 30 } }
        @{ Name = 'datastores without Get-Stat'; Id = 'CommandMissing'; Arguments = @{ Datastore = 'ds1' } }
        @{ Name = 'a batch of nothing'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Size = 0 } }
        @{ Name = 'a checkpoint that is none'; Id = 'CheckpointNotOne'; Arguments = @{ CheckpointPath = $PSCommandPath } }
    ) {
        { 1 | Invoke-VcsaBatch { } @Arguments } | Should -Throw -ErrorId "$Id,$class"
    }
}

Describe 'Invoke-VcsaBatch -CheckpointPath' {
    It 'does the rest, and starts anew after the end' {
        $path = "$TestDrive/rest"
        $isBad = $true
        $block = { if ($isBad -and $_.Name -eq 'vm-5') { throw 'bad' }; $_.Name }
        Get-TestVM 30 | Invoke-VcsaBatch -PerItem $block -CheckpointPath $path -ErrorAction SilentlyContinue | Should -HaveCount 29
        $isBad = $false
        Get-TestVM 30 | Invoke-VcsaBatch -PerItem $block -CheckpointPath $path | Should -Be 'vm-5'
        Get-TestVM 30 | Invoke-VcsaBatch -PerItem $block -CheckpointPath $path | Should -HaveCount 30
    }

    It 'has on record what was done when the run is stopped, and does the rest' {
        $path = "$TestDrive/stop"
        $shell = [powershell]::Create()
        try {
            $ran = [Collections.Concurrent.ConcurrentQueue[int]]::new()
            $null = $shell.AddScript({
                    param($module, $path, $ran)
                    Import-Module $module
                    1..100 | Invoke-VcsaBatch -PerItem -CheckpointPath $path -RunName stop { $ran.Enqueue($_); if ($_ -eq 31) { Start-Sleep 3600 } }
                }).AddArgument($module).AddArgument($path).AddArgument($ran)
            $null = $shell.BeginInvoke()
            [Threading.SpinWait]::SpinUntil({ $ran.Count -eq 31 }, 600000) | Should -BeTrue
            $shell.Stop()
        }
        finally {
            $shell.Dispose()
        }
        1..100 | Invoke-VcsaBatch -PerItem { $_ } -CheckpointPath $path -RunName stop | Should -Be (31..100)
    }

    It 'refuses to run two objects of one identity, and one without' {
        $result = (Get-TestVM 1), (Get-TestVM 1), [pscustomobject]@{ X = 1 } | Invoke-VcsaBatch -PerItem { 'ran' } -CheckpointPath $TestDrive/twice -ErrorAction SilentlyContinue -ErrorVariable problems
        $result | Should -Be 'ran'
        $problems.FullyQualifiedErrorId | Should -Be "ItemTwice,$class", "ItemWithoutIdentity,$class"
    }

    It 'refuses the file of another run' {
        Get-TestVM 2 | Invoke-VcsaBatch -PerItem { throw 'bad' } -CheckpointPath $TestDrive/other -RunName one -ErrorAction SilentlyContinue
        { Get-TestVM 2 | Invoke-VcsaBatch { } -CheckpointPath $TestDrive/other -RunName two } | Should -Throw -ErrorId "CheckpointOfOtherRun,$class"
    }

    It 'loses nothing and repeats at most the batch in flight when the process is killed at random points' {
        $killCount = $env:VCSA_TESTS_FULL -eq '1' ? 100 : 30
        $script = "$TestDrive/run.ps1"
        # In every second batch the items take a millisecond each; in the others most of the time is the checkpoint's.
        Set-Content $script @"
`$ProgressPreference = 'SilentlyContinue'
Import-Module '$module'
1..20 | Invoke-VcsaBatch { }
[Console]::Out.WriteLine('ready')
`$name, `$perItem = [Console]::In.ReadLine() -split ' '
`$done = [IO.FileStream]::new("`$name.done", 'Append', 'Write', 'ReadWrite', 1)
1..400 | Invoke-VcsaBatch -PerItem:([bool] [int] `$perItem) -CheckpointPath "`$name.checkpoint" {
    foreach (`$item in `$_) {
        if ([math]::Ceiling(`$item / 20) % 2) { [Threading.Thread]::Sleep(1) }
        `$line = [byte[]] [char[]] "`$item``n"; `$done.Write(`$line, 0, `$line.Length)
    }
}
[IO.File]::WriteAllText("`$name.end", '')
"@
        function Open-Child {
            $start = [Diagnostics.ProcessStartInfo]::new('pwsh', "-NoProfile -NonInteractive -File `"$script`"")
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            [Diagnostics.Process]::Start($start)
        }

        $random = [Random]::new(440879)
        # One more waits, loaded, while another runs.
        $waiting = [Collections.Queue]@((Open-Child), (Open-Child))
        $kills = 0
        try {
            for ($run = 0; $kills -lt $killCount; $run++) {
                $name = "$TestDrive/run$run"
                $perItem = $run % 2
                $killsHere = 0
                while (-not (Test-Path "$name.end")) {
                    $process = $waiting.Dequeue()
                    if ($process.StandardOutput.ReadLine() -ne 'ready') { throw 'The child did not start.' }
                    $process.StandardInput.WriteLine("$name $perItem")
                    if ($kills -lt $killCount -and -not $process.WaitForExit($random.Next(0, 150))) {
                        $process.Kill()
                        $kills++
                        $killsHere++
                    }
                    $waiting.Enqueue((Open-Child))
                    $process.WaitForExit()
                    [string[]] $done = if (Test-Path "$name.done") { [IO.File]::ReadAllLines("$name.done") }
                    # Each full line of the checkpoint is an item that was done.
                    [string[]] $recorded = if (Test-Path "$name.checkpoint") { [regex]::Matches([IO.File]::ReadAllText("$name.checkpoint"), '(?m)(?<=^[0-9a-f]{8} d )\d+(?=\n)').Value }
                    [Linq.Enumerable]::Except($recorded ?? @(), $done ?? @()) | Should -BeNullOrEmpty
                }
                [int[]] $done | Sort-Object -Unique | Should -Be (1..400)
                # A kill repeats what was in flight at most: a batch, or with -PerItem an item.
                $done.Count - 400 | Should -BeLessOrEqual (($perItem ? 1 : 20) * $killsHere)
            }
            $kills | Should -Be $killCount
        }
        finally {
            $waiting | ForEach-Object { $_.Kill(); $_.WaitForExit() }
        }
    }
}
