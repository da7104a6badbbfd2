BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $module = Join-Path $root 'out/VcsaAuthGuard'
    $sample = Join-Path $root 'samples/scripts/nightly-snapshots.ps1'
    Import-Module $module -Force

    function Get-Finding([string] $Text, [string] $Rule) { @(Test-VcsaScript -ScriptDefinition $Text -Rule $Rule | ForEach-Object { "$($_.Line):$($_.Column)" }) }
}

Describe 'Test-VcsaScript, rule LoginPerItem' {
    It 'finds a login <Name>' -ForEach @(
        @{ Name = 'in a foreach'; At = '2:1'; Text = "foreach (`$vm in `$names) {`nConnect-VIServer vc1; Get-VM `$vm }" }
        @{ Name = 'in ForEach-Object'; At = '1:22'; Text = '$names | % { Get-VM; Connect-VIServer -Server $vc }' }
        @{ Name = 'in a for over an index'; At = '1:49'; Text = 'for ($i = 0; $i -lt $names.Count; $i++) {       Connect-VIServer vc1; Get-VM $names[$i] }' }
        @{ Name = 'in a while over a queue'; At = '1:30'; Text = 'while ($queue.Count -gt 0) { Connect-VIServer vc1; Get-VM $queue.Dequeue() }' }
        @{ Name = 'in .ForEach()'; At = '1:18'; Text = '$names.ForEach({ Connect-VIServer vc1; Get-VM $_ })' }
        @{ Name = 'by its alias, with its module'; At = '1:22'; Text = 'foreach ($n in $l) { VMware.VimAutomation.Core\Get-VIServer vc1 }' }
        @{ Name = 'with a splatted table'; At = '2:22'; Text = "`$to = @{ Server = 'vc1' }`nforeach (`$n in `$l) { Connect-VIServer @to }" }
        @{ Name = 'in a job of a loop'; At = '1:46'; Text = 'foreach ($n in $hosts) { Start-Job -Script { Connect-VIServer $args[0]; Get-VMHost $args[1] } -ArgumentList $vc, $n }' }
        @{ Name = 'in a function called from a loop'; At = '1:14'; Text = "function F { Connect-VIServer vc1 }`nforeach (`$n in `$l) { F }" }
        @{ Name = 'in a function called by a function called from a loop'; At = '1:23'; Text = "function F(`$Server) { Connect-VIServer `$Server }`nfunction G { F vc1 }`n`$l | ForEach-Object { G }" }
        @{ Name = 'in a loop over items within one over servers'; At = '1:49'; Text = 'foreach ($s in $servers) { foreach ($n in $l) { Connect-VIServer $s } }' }
        @{ Name = 'in a process block'; At = '1:66'; Text = 'function F { param([Parameter(ValueFromPipeline)] $VM) process { Connect-VIServer vc1; Get-VM $VM } }' }
        @{ Name = 'in a filter'; At = '1:12'; Text = 'filter F { Connect-VIServer vc1; Get-VM $_ }' }
        @{ Name = 'in a block of a variable that a loop calls'; At = '1:11'; Text = "`$work = { Connect-VIServer vc1 }`nforeach (`$n in `$l) { & `$work }" }
        @{ Name = 'in a block of a variable given to ForEach-Object'; At = '1:11'; Text = "`$work = { Connect-VIServer vc1; Get-VM `$_ }`n`$l | ForEach-Object `$work" }
        @{ Name = 'in a block of a variable given to .ForEach()'; At = '1:11'; Text = "`$work = { Connect-VIServer vc1; Get-VM `$_ }`n`$l.ForEach(`$work)" }
        @{ Name = 'in a block of a variable that jobs of a loop run'; At = '1:34'; Text = "`$work = { param(`$vc, `$n)         Connect-VIServer `$vc; Get-VM `$n }`nforeach (`$n in `$l) { Start-ThreadJob -ScriptBlock `$work -ArgumentList `$vc, `$n }" }
        @{ Name = 'in a thread job with arguments'; At = '1:62'; Text = 'foreach ($n in $l) { Start-ThreadJob -Script { param($s, $v) Connect-VIServer $s; Get-VM $v } -ArgumentList $vc, $n }' }
        @{ Name = 'in ForEach-Object -Parallel with values of the script'; At = '1:32'; Text = '$l | ForEach-Object -Parallel {Connect-VIServer $using:vc -Credential $using:c; Get-VM $_ } -ThrottleLimit 5' }
        @{ Name = 'in a function that is given the machine too'; At = '1:29'; Text = "function F(`$Server, `$VM) {  Connect-VIServer `$Server; Get-VM `$VM }`nforeach (`$n in `$l) { F -Server `$vc -VM `$n; F `$vc `$n }" }
        @{ Name = 'in a loop that polls'; At = '1:16'; Text = 'while ($true) {Connect-VIServer vc1; Get-VM; Disconnect-VIServer vc1; Start-Sleep 60 }' }
        @{ Name = 'in a loop that polls until a time'; At = '1:6'; Text = 'do { Connect-VIServer vc1; Get-VM; Start-Sleep 60 } until ((Get-Date) -gt $end)' }
        @{ Name = 'at the REST interface'; At = '1:27'; Text = 'foreach ($n in $l) { $t = Invoke-RestMethod -Method Post -Uri "https://$vc/api/session" -Headers $h; Get-It $n $t }' }
        @{ Name = 'at the REST interface before 7.0, by a variable'; At = '1:82'; Text = '$uri = "https://$vc/rest/com/vmware/cis/session"; $l | ForEach-Object { $token = irm $uri -Method Post; Get-It $_ $token }' }
        @{ Name = 'with Connect-CisServer'; At = '1:22'; Text = 'foreach ($n in $l) { Connect-CisServer vc1; Get-It $n }' }
        @{ Name = 'of a VimClient'; At = '1:97'; Text = '$client = New-Object VMware.Vim.VimClientImpl; $client.Connect("vc1/sdk"); foreach ($n in $l) { $client.Login("u", $p); $client.FindEntityView($n); $client.Logout() }' }
        @{ Name = 'with a splatted table whose keys are set later'; At = '1:69'; Text = '$to = @{}; $to.Add("Server", $vc); $to["User"] = $u; $l | ForEach { Connect-VIServer @to; Get-VM $_ }' }
        @{ Name = 'in a block of Invoke-VcsaBatch'; At = '1:34'; Text = '$l | Invoke-VcsaBatch -PerItem { Connect-VIServer vc1; Get-VM $_ }' }
    ) {
        Get-Finding $Text LoginPerItem | Should -Be $At
    }

    It 'finds no fault with <Name>' -ForEach @(
        @{ Name = 'a loop over servers'; Text = 'foreach ($vc in $servers) { Connect-VIServer -Server $vc; Get-VM }' }
        @{ Name = 'a loop over rows with a server'; Text = 'Import-Csv a.csv | ForEach-Object { $to = $_.Server; Connect-VIServer $to }' }
        @{ Name = 'a server by a splatted table'; Text = 'foreach ($vc in $servers) { $to = @{ Server = $vc }; Connect-VIServer @to }' }
        @{ Name = 'a function given the server'; Text = "function F(`$Server) { Connect-VIServer `$Server }`nforeach (`$vc in `$servers) { F `$vc }" }
        @{ Name = 'credentials tried in turn'; Text = 'foreach ($c in $credentials) { Connect-VIServer vc1 -Credential $c }' }
        @{ Name = 'a job a server'; Text = 'foreach ($vc in $servers) { Start-Job { param($s) Connect-VIServer $s } -ArgumentList $vc }' }
        @{ Name = 'a session taken over'; Text = '$l | ForEach-Object -Parallel { Connect-VIServer vc1 -Session $using:vc.SessionId }' }
        @{ Name = 'a login where none is there'; Text = 'foreach ($n in $l) { if (-not $global:DefaultVIServer) { Connect-VIServer vc1 } }' }
        @{ Name = 'a login again after an error'; Text = 'foreach ($n in $l) { try { Get-VM $n -ErrorAction Stop } catch { Connect-VIServer vc1 } }' }
        @{ Name = 'attempts until one succeeds'; Text = 'for ($i = 0; $i -lt 3; $i++) { try { Connect-VIServer vc1 -ErrorAction Stop; break } catch { Start-Sleep 5 } }' }
        @{ Name = 'a menu'; Text = 'do { $c = Read-Host; if ($c -eq 1) { Connect-VIServer vc1 } } until ($c -eq 9)' }
        @{ Name = 'a login before the loop'; Text = 'Connect-VIServer vc1; foreach ($n in $l) { Get-VM $n }' }
        @{ Name = 'a login that Invoke-VcsaBatch makes again'; Text = '$l | Invoke-VcsaBatch -Reconnect { Connect-VIServer vc1 } { Get-VM $_ }' }
        @{ Name = 'a session that is shared'; Text = 'foreach ($n in $l) { Connect-VcsaSession vc1 $credential; Get-VM $n }' }
        @{ Name = 'a login in ForEach-Object -Begin'; Text = '$l | ForEach-Object -Begin { Connect-VIServer vc1 } -Process { Get-VM $_ }' }
        @{ Name = 'a job a server, by its place in the arguments'; Text = 'foreach ($s in $servers) { Start-Job { Connect-VIServer $args[0]; Get-VM $args[1] } -ArgumentList $s, $n }' }
        @{ Name = 'a server by a splatted table whose key is set later'; Text = '$to = @{}; foreach ($s in $servers) { $to.Add("Server", $s); Connect-VIServer @to; $to.Clear() }' }
        @{ Name = 'a server by a copy of a splatted table'; Text = '$base = @{ Force = $true }; foreach ($s in $servers) { $to = $base + @{ Server = $s }; Connect-VIServer @to }' }
        @{ Name = 'a block a server'; Text = '$work = { param($s) Connect-VIServer $s }; foreach ($s in $servers) { & $work $s }' }
        @{ Name = 'a process block that takes the server'; Text = 'function F { param([Parameter(ValueFromPipeline)] $Server) process { Connect-VIServer $Server } }' }
        @{ Name = 'a process block without pipeline input'; Text = 'function F { param($VM) process { Connect-VIServer vc1; Get-VM $VM } }' }
        @{ Name = 'a login in begin'; Text = 'function F { param([Parameter(ValueFromPipeline)] $VM) begin { Connect-VIServer vc1 } process { Get-VM $VM } }' }
        @{ Name = 'a loop that waits for the server'; Text = 'do { Connect-VIServer vc1; Start-Sleep 5 } until ($global:DefaultVIServer)' }
        @{ Name = 'a loop that tries until it succeeds'; Text = 'while ($true) { try { $c = Connect-VIServer vc1 -ErrorAction Stop; break } catch { Start-Sleep 5 } }' }
        @{ Name = 'a REST session a server'; Text = 'foreach ($s in $servers) { $uri = "https://$s/api/session"; $t = Invoke-RestMethod -Method Post -Uri $uri }' }
        @{ Name = 'other requests to the REST interface'; Text = 'foreach ($n in $l) { Invoke-RestMethod -Method Post -Uri "https://$vc/api/vcenter/vm/$n/power" ; Invoke-RestMethod "https://$vc/api/session" }' }
        @{ Name = 'a login of something else'; Text = 'foreach ($n in $l) { $page.Login("u", $p) }' }
        @{ Name = 'a login to what is no vCenter Server'; Text = 'foreach ($n in $l) { Connect-CIServer cloud1 }' }
        @{ Name = 'functions that call each other'; Text = "function F { G; Connect-VIServer vc1 }`nfunction G { F }`nF" }
        @{ Name = 'a comment and a string'; Text = "foreach (`$n in `$l) { # Connect-VIServer vc1`n 'Connect-VIServer vc1' }" }
    ) {
        Get-Finding $Text LoginPerItem | Should -BeNullOrEmpty
    }
}

Describe 'Test-VcsaScript, rule SessionLeak' {
    It 'finds <Name>' -ForEach @(
        @{ Name = 'no logout'; Why = 'Nothing ends*'; Text = 'Connect-VIServer vc1; Get-VM' }
        @{ Name = 'an exit before the logout'; Why = '*exit in line 2*'; Text = "Connect-VIServer vc1`nif (-not (Get-VM x)) { exit 1 }`nDisconnect-VIServer *" }
        @{ Name = 'a return before the logout'; Why = '*return in line 3*'; Text = "function F {`n`$s = Connect-VIServer vc1`nif (`$Quick) { return 1 }`nDisconnect-VIServer `$s }" }
        @{ Name = 'a throw before the logout'; Why = '*throw in line 2*'; Text = "Connect-VIServer vc1`nif (-not (Get-VM x)) { throw 'none' }`nDisconnect-VIServer *" }
        @{ Name = 'a catch that leads past the logout'; Why = '*catch in line 2*'; Text = "try { Connect-VIServer vc1; Get-VM x -ErrorAction Stop; Disconnect-VIServer * }`ncatch { Write-Warning 'x' }" }
        @{ Name = 'errors that end the script'; Why = '*error in line 3*'; Text = "`$ErrorActionPreference = 'Stop'`nConnect-VIServer vc1`nGet-VM`nDisconnect-VIServer *" }
        @{ Name = 'a continue past the logout'; Why = '*continue in line 3*'; Text = "foreach (`$s in `$l) {`nConnect-VIServer `$s`nif (Test-It) { continue }`nDisconnect-VIServer `$s }" }
        @{ Name = 'a logout of another server only'; Why = 'Nothing ends*'; Text = "`$a = Connect-VIServer vc1`n`$b = Connect-VIServer vc2`nGet-VM`nDisconnect-VIServer `$b" }
        @{ Name = 'a function whose caller does not log out'; Why = 'Nothing ends*'; Text = "function Open-It { Connect-VIServer vc1 }`nOpen-It; Get-VM" }
        @{ Name = 'a job without a logout'; Why = 'Nothing ends*'; Text = 'Start-Job { Connect-VIServer vc1; Get-VM }' }
        @{ Name = 'a REST session that is never deleted'; Why = 'Nothing ends*'; Text = '$t = Invoke-RestMethod -Method Post -Uri "https://$vc/api/session"; Invoke-RestMethod "https://$vc/api/vcenter/vm" -Headers @{ a = $t }' }
        @{ Name = 'Connect-CisServer without its logout'; Why = 'Nothing ends*'; Text = 'Connect-CisServer vc1; Get-CisService x; Disconnect-VIServer *' }
        @{ Name = 'a client that never logs out'; Why = 'Nothing ends*'; Text = '$c = [VMware.Vim.VimClientImpl]::new(); $c.Login("u", $p); $c.FindEntityViews()' }
        @{ Name = 'a logout before the login only'; Why = 'Nothing ends*'; Text = "Disconnect-VIServer *`nConnect-VIServer vc1; Get-VM" }
    ) {
        $found = @(Test-VcsaScript -ScriptDefinition $Text -Rule SessionLeak)
        $found.Count | Should -Be 1
        $found[0].Message | Should -BeLike $Why
        $found[0].Remedy | Should -BeLike '*finally*'
    }

    It 'finds no fault with <Name>' -ForEach @(
        @{ Name = 'a logout in finally'; Text = "`$s = Connect-VIServer vc1`ntry { if (Get-VM) { exit 1 } }`nfinally { Disconnect-VIServer `$s }" }
        @{ Name = 'a login in the try'; Text = 'try { Connect-VIServer vc1; Get-VM; return } catch { throw } finally { Disconnect-VIServer * }' }
        @{ Name = 'a logout at the end of every path'; Text = "Connect-VIServer vc1`nif (-not (Get-VM x)) { Disconnect-VIServer; exit 1 }`nDisconnect-VIServer" }
        @{ Name = 'a logout by the name'; Text = "Connect-VIServer -Server vc1`nGet-VM`nDisconnect-VIServer -Server vc1 -Confirm:`$false" }
        @{ Name = 'a logout by a function'; Text = "function Close-It { Disconnect-VIServer * }`nConnect-VIServer vc1; Get-VM; Close-It" }
        @{ Name = 'a logout by a pipeline'; Text = '$s = Connect-VIServer vc1; Get-VM; $s | Disconnect-VIServer' }
        @{ Name = 'a logout in a trap'; Text = "trap { Disconnect-VIServer *; break }`nConnect-VIServer vc1`nif (-not (Get-VM)) { throw 'x' }`nDisconnect-VIServer *" }
        @{ Name = 'an exit where the login failed'; Text = "try { Connect-VIServer vc1 -ErrorAction Stop } catch { exit 1 }`nGet-VM`nDisconnect-VIServer *" }
        @{ Name = 'an exit where there is no connection'; Text = "`$s = Connect-VIServer vc1`nif (-not `$s) { exit 1 }`nGet-VM`nDisconnect-VIServer `$s" }
        @{ Name = 'a logout under a condition'; Text = "Connect-VIServer vc1; Get-VM`nif (`$global:DefaultVIServers) { Disconnect-VIServer * }" }
        @{ Name = 'a profile'; Text = "Import-Module VMware.PowerCLI`nConnect-VIServer vc1`nWrite-Host 'connected'`nfunction Get-It { Get-VM }" }
        @{ Name = 'a login where none is there'; Text = 'if (-not $global:DefaultVIServers) { Connect-VIServer vc1 }; Get-VM' }
        @{ Name = 'a function that gives the connection back'; Text = 'function Get-Connection { Connect-VIServer vc1 }' }
        @{ Name = 'a function whose caller logs out'; Text = "function Open-It { Connect-VIServer vc1 }`nOpen-It; Get-VM; Disconnect-VIServer *" }
        @{ Name = 'a REST session that is deleted'; Text = "`$u = `"https://`$vc/api/session`"; `$t = Invoke-RestMethod -Method Post -Uri `$u`ntry { Invoke-RestMethod `"https://`$vc/api/vcenter/vm`" } finally { Invoke-RestMethod -Method Delete -Uri `$u }" }
        @{ Name = 'Connect-CisServer with its logout'; Text = 'Connect-CisServer vc1; Get-CisService x; Disconnect-CisServer *' }
        @{ Name = 'a client that logs out'; Text = '$c = [VMware.Vim.VimClientImpl]::new(); $c.Login("u", $p); $c.FindEntityViews(); $c.Logout()' }
        @{ Name = 'handlers of a window'; Text = '$open.Add_Click({ Connect-VIServer vc1; Get-VM }); $shut.Add_Click({ Disconnect-VIServer * })' }
        @{ Name = 'a session taken over'; Text = 'Connect-VIServer vc1 -Session $id; Get-VM' }
        @{ Name = 'a session that is shared'; Text = 'Connect-VcsaSession vc1 $credential; Get-VM' }
        # The two shapes of vmware/PowerCLI-Example-Scripts: Scripts/backup-esxi-host-configuration.ps1 and Scripts/Home_Lab.
        @{ Name = 'a login to an ESXi host'; Text = 'Connect-VIServer serverip -user "root" -password $serverPass; Get-VMHostFirmware' }
        @{ Name = 'a login to an ESXi host, by a variable'; Text = '$ESXUser = "root"; Connect-viserver $esxip -user $ESXUser -pass $p; Get-VM' }
    ) {
        Get-Finding $Text SessionLeak | Should -BeNullOrEmpty
    }
}

Describe 'Test-VcsaScript, rule UnpacedBulk' {
    It 'finds <Text>' -ForEach @(
        'Get-VM | New-Snapshot -Name a'
        'Get-VM -Location Prod | Where-Object PowerState -eq PoweredOn | New-Snapshot -Name a'
        'Get-VM web* | Get-Snapshot | Remove-Snapshot'
        'Get-Snapshot -VM * | Remove-Snapshot'
        'Get-Snapshot -VM (Get-VM) | Where-Object { $_.Created -lt $d } | Remove-Snapshot'
        '$vms = Get-VM; $vms = $vms | Sort-Object Name; New-Snapshot -VM $vms -Name a'
        'foreach ($vm in Get-VM) { New-Snapshot -VM $vm -Name a }'
        'Get-Cluster a | Get-VM | % { New-VM -VM $_ -Name "$($_.Name)-copy" }'
        'Get-VMHost esx1 | Get-VM | Move-VM -Destination $other'
        'Get-VM | ForEach-Object { Get-Snapshot -VM $_ } | Remove-Snapshot'
        'foreach ($name in Get-Content a.txt) { New-Snapshot -VM $name -Name a }'
        'Import-Csv a.csv | ForEach-Object { Get-VM $_.Name | New-Snapshot -Name a }'
        'foreach ($vm in Get-VM) { $vm.ExtensionData.CreateSnapshot_Task("a", "", $false, $false) }'
        'Get-VM | ForEach-Object { (Get-View $_).CreateSnapshot_Task("a", "", $false, $false) }'
        'Get-View -ViewType VirtualMachine | ForEach-Object { $_.RemoveAllSnapshots_Task($true) }'
        '$vms = Get-VM | Get-View; foreach ($v in $vms) { $v.CreateSnapshotEx_Task("a", "", $false, $null) }'
    ) {
        @(Get-Finding $_ UnpacedBulk).Count | Should -Be 1
    }

    It 'finds no fault with <Text>' -ForEach @(
        'Get-VM web1, web2 | New-Snapshot -Name a'
        'Get-VM -Name $name | New-Snapshot -Name a'
        'Get-VM -Id $id | Move-VM -Destination $there'
        'Get-VM | Select-Object -First 20 | New-Snapshot -Name a'
        'Get-VM | Where-Object { $_.Name -eq "web1" } | New-Snapshot -Name a'
        'Get-VM | Where-Object Name -in $list | New-Snapshot -Name a'
        'Get-VM | Invoke-VcsaBatch -Process { $_ | New-Snapshot -Name a }'
        'Get-VM | Invoke-VcsaBatch -WaitTask -PerItem { New-Snapshot -VM $_ -Name a -RunAsync }'
        'Get-VM | Out-GridView -PassThru | New-Snapshot -Name a'
        'foreach ($vm in Get-VM) { New-Snapshot -VM $vm -Name a; Start-Sleep 30 }'
        'foreach ($vm in Get-VM) { if ($vm.Name -eq $wanted) { Move-VM -VM $vm -Destination $there } }'
        'foreach ($name in $names) { New-Snapshot -VM $name -Name a }'
        'foreach ($name in Get-Content a.txt -TotalCount 5) { New-Snapshot -VM $name -Name a }'
        'Get-View -ViewType VirtualMachine -Filter @{ Name = "web1" } | ForEach-Object { $_.CreateSnapshot_Task("a", "", $false, $false) }'
        '(Get-VM web1).ExtensionData.CreateSnapshot_Task("a", "", $false, $false)'
        'foreach ($vm in Get-VM) { $vm.ExtensionData.CreateSnapshot_Task("a", "", $false, $false); Start-Sleep 30 }'
        'Get-VM | New-Snapshot -Name a -WhatIf'
        'Get-VM | Start-VM'
        'Get-VM | ForEach-Object { New-VM -Name "$($_.Name)-b" -Template t }'
        'param($VM) $VM | New-Snapshot -Name a'
        'Get-VM | Get-Snapshot'
    ) {
        Get-Finding $_ UnpacedBulk | Should -BeNullOrEmpty
    }
}

Describe 'Test-VcsaScript, rule PlainTextPassword' {
    It 'finds <Text>, and shows no password' -ForEach @(
        "Connect-VIServer vc1 -User u -Password 'S3cret-1'"
        'Connect-VIServer vc1 -User u -Password S3cret-1'
        "`$to = @{ User = 'u'; Password = 'S3cret-1' }; Connect-VIServer vc1 @to"
        "`$p = 'S3cret-1'; Connect-VIServer vc1 -User u -Password `$p"
        "param([string] `$P = 'S3cret-1') Connect-VIServer vc1 -User u -Password `$P"
        "ConvertTo-SecureString 'S3cret-1' -AsPlainText -Force"
        "ConvertTo-SecureString -AsPlainText -Force -String 'S3cret-1'"
        "'S3cret-1' | ConvertTo-SecureString -AsPlainText -Force"
        "Connect-VIServer vc1 -Credential ([pscredential]::new('u', (ConvertTo-SecureString 'S3cret-1' -AsPlainText)))"
        "[System.Net.NetworkCredential]::new('u', 'S3cret-1')"
        "New-Object System.Net.NetworkCredential('u', 'S3cret-1')"
        "Invoke-VMScript -VM a -GuestUser u -GuestPassword 'S3cret-1' -ScriptText ls"
        "`$url = @`"`nhttps://u:S3cret-1@vc1/sdk`n`"@"
    ) {
        $found = @(Test-VcsaScript -ScriptDefinition $_ -Rule PlainTextPassword)
        $found.Count | Should -Be 1
        $found[0].Severity | Should -Be Error
        ($found | Format-List * | Out-String) + ($found | ConvertTo-Json) | Should -Not -Match 'S3cret'
    }

    It 'shows no password in a finding of another rule' {
        (Test-VcsaScript -ScriptDefinition "foreach (`$n in `$l) { Connect-VIServer vc1 -Password 'S3cret-1' }" -Rule LoginPerItem).Code |
            Should -Be 'Connect-VIServer vc1 -Password ***'
    }

    It 'names the use after the password' {
        $text = "function F { New-A -Password `$p }`n`$p = 'S3cret-1'`nNew-B -Password `$p"
        (Test-VcsaScript -ScriptDefinition $text -Rule PlainTextPassword).Message | Should -BeLike '*New-B in line 3*'
    }

    It 'finds no fault with <Text>' -ForEach @(
        'Connect-VIServer vc1 -User u -Password $p'
        'Connect-VIServer vc1 -Credential (Get-Credential)'
        "Connect-VIServer vc1 -User u -Password '<password>'"
        "`$p = 'CHANGE_ME'; Connect-VIServer vc1 -User u -Password `$p"
        "`$p = ''; Connect-VIServer vc1 -Password `$p"
        "`$p = 'x'; `$p = Read-Host; Connect-VIServer vc1 -Password `$p"
        'ConvertTo-SecureString $env:VC_PASSWORD -AsPlainText -Force'
        "ConvertTo-SecureString '01000000d08c9ddf0115d1118c7a00c04fc297eb'"
        "'https://vc1:5480/rest', 'https://`${u}:`${p}@vc1/'"
        "Read-Host 'Password' -AsSecureString"
    ) {
        Get-Finding $_ PlainTextPassword | Should -BeNullOrEmpty
    }
}

Describe 'Test-VcsaScript, rule IgnoredCertificate' {
    It 'finds <Text>' -ForEach @(
        'Set-PowerCLIConfiguration -InvalidCertificateAction Ignore -Confirm:$false'
        'Set-PowerCLIConfiguration -Scope Session -InvalidCert "ignore"'
        '$c = @{ InvalidCertificateAction = "Ignore" }; Set-PowerCLIConfiguration @c'
        'Invoke-RestMethod https://vc1/api -SkipCertificateCheck'
        'Invoke-RestMethod https://vc1/api -SkipCertificateCheck:$true'
        '$a = @{ SkipCertificateCheck = $true }; Invoke-WebRequest https://vc1 @a'
        '[Net.ServicePointManager]::ServerCertificateValidationCallback = { $true }'
        '[System.Net.ServicePointManager]::ServerCertificateValidationCallback = { return $true }'
        '[System.Net.ServicePointManager]::CertificatePolicy = New-Object TrustAllCertsPolicy'
    ) {
        @(Get-Finding $_ IgnoredCertificate).Count | Should -Be 1
    }

    It 'finds no fault with <Text>' -ForEach @(
        'Set-PowerCLIConfiguration -InvalidCertificateAction Fail -Confirm:$false'
        'Set-PowerCLIConfiguration -InvalidCertificateAction $action'
        'Set-PowerCLIConfiguration -ParticipateInCEIP $false'
        'Invoke-RestMethod https://vc1/api -SkipCertificateCheck:$false'
        'Invoke-RestMethod https://vc1/api -SkipCertificateCheck:$Skip'
        'param([switch] $SkipCertificateCheck) if ($SkipCertificateCheck) { [Net.ServicePointManager]::CertificatePolicy = New-Object TrustAllCertsPolicy }'
        '[Net.ServicePointManager]::ServerCertificateValidationCallback = $null'
        '[Net.ServicePointManager]::ServerCertificateValidationCallback = { param($s, $c) $c.Thumbprint -eq $known }'
    ) {
        Get-Finding $_ IgnoredCertificate | Should -BeNullOrEmpty
    }
}

Describe 'Test-VcsaScript' {
    It 'finds in the sample what the sample is made to show' {
        Test-VcsaScript $sample | ForEach-Object { "$($_.Line) $($_.Rule)" } | Should -Be @(
            '8 SessionLeak', '15 LoginPerItem', '15 SessionLeak', '16 UnpacedBulk', '22 UnpacedBulk')
        Test-VcsaScript $sample -Category Session, Security | ForEach-Object { "$($_.Line) $($_.Rule)" } | Should -Be @(
            '8 SessionLeak', '15 LoginPerItem', '15 SessionLeak', '16 UnpacedBulk', '22 UnpacedBulk', '5 IgnoredCertificate', '15 PlainTextPassword')
    }

    It 'takes rules and severities' {
        Test-VcsaScript $sample -Rule LoginPerItem, UnpacedBulk | ForEach-Object Rule | Sort-Object -Unique | Should -Be LoginPerItem, UnpacedBulk
        @(Test-VcsaScript $sample -ExcludeRule SessionLeak).Count | Should -Be 3
        (Test-VcsaScript $sample -Category Security).Rule | Should -Be IgnoredCertificate, PlainTextPassword
        (Test-VcsaScript $sample -Rule IgnoredCertificate).Category | Should -Be Security
        (Test-VcsaScript $sample -Category Security -Severity Error).Rule | Should -Be PlainTextPassword
    }

    It 'says how many findings of other categories are left out' {
        $found = Test-VcsaScript $sample -WarningVariable said -WarningAction SilentlyContinue
        $found.Category | Should -Not -Contain Security
        "$said" | Should -BeLike '*left out: 1 PlainTextPassword, 1 IgnoredCertificate.*-Category Session, Security*'
        Test-VcsaScript $sample -Category Session -WarningVariable said | Out-Null
        $said | Should -BeNullOrEmpty
    }

    It 'writes SARIF with paths below the current location' {
        Push-Location $root
        try { $log = Test-VcsaScript $sample -Sarif -Category Session, Security | ConvertFrom-Json -Depth 20 } finally { Pop-Location }
        $log.version | Should -Be '2.1.0'
        $log.runs[0].results.Count | Should -Be 7
        $log.runs[0].results[0].ruleId | Should -Be SessionLeak
        $log.runs[0].results[0].level | Should -Be warning
        $log.runs[0].results[-1].level | Should -Be error
        $log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri | Should -Be 'samples/scripts/nightly-snapshots.ps1'
        $log.runs[0].results[0].locations[0].physicalLocation.region.startLine | Should -Be 8
        $log.runs[0].tool.driver.rules.id | Should -Contain LoginPerItem


    }

    It 'skips files that are no scripts, with one line' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'mixed') -Force
        foreach ($name in 'a.ps1', 'b.txt', 'c.csv') { Set-Content (Join-Path $folder $name) 'Connect-VIServer vc1; Get-VM' }
        foreach ($found in @(Test-VcsaScript (Join-Path $folder '*') -WarningVariable said -WarningAction SilentlyContinue), @(Get-ChildItem $folder | Test-VcsaScript -WarningVariable said2 -WarningAction SilentlyContinue)) {
            $found.Count | Should -Be 1
        }
        $said.Count | Should -Be 1
        "$said" | Should -BeLike '*b.txt, c.csv.'
        "$said2" | Should -Be "$said"
        @(Test-VcsaScript (Join-Path $folder 'b.txt')).Count | Should -Be 1 -Because 'it was named'
    }

    It 'reads scripts that do not compile here: <Text>' -ForEach @(
        @{ Text = "using module VMware.VimAutomation.Nothing`nConnect-VIServer vc1; Get-VM" }
        @{ Text = "using assembly none.dll`nConnect-VIServer vc1; Get-VM" }
        @{ Text = "class A : VMware.Vim.Nothing { [VMware.Vim.Nothing] `$x }`nConnect-VIServer vc1; Get-VM" }
        @{ Text = "Connect-VIServer vc1; Get-VM`nworkflow W { param(`$n) foreach -parallel (`$x in `$n) { InlineScript { Get-Date } } }" }
    ) {
        (Test-VcsaScript -ScriptDefinition $Text -ErrorAction Stop).Rule | Should -Be SessionLeak
    }

    It 'takes folders, wildcards, names from the pipeline and files from the pipeline' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'a[1]/below') -Force
        foreach ($name in 'a[1]/one.ps1', 'a[1]/two.psm1', 'a[1]/below/three.ps1', 'a[1]/note.txt') { Set-Content -LiteralPath (Join-Path $TestDrive $name) 'Connect-VIServer vc1; Get-VM' }
        $parent = $folder.Parent.FullName
        @(Test-VcsaScript -LiteralPath $parent).Count | Should -Be 2
        @(Test-VcsaScript -LiteralPath $parent -Recurse).Count | Should -Be 3
        @(Test-VcsaScript (Join-Path $TestDrive 'a*/*.ps1')).Count | Should -Be 1
        @(Get-ChildItem -LiteralPath $parent -File | Test-VcsaScript -WarningAction SilentlyContinue).Count | Should -Be 2
        @(@($sample, $sample) | Test-VcsaScript -Rule PlainTextPassword).Count | Should -Be 1
    }

    It 'says where a script does not parse, and reads the others' {
        $bad = Join-Path $TestDrive 'bad.ps1'
        Set-Content $bad "Get-VM`nif ("
        $found = Test-VcsaScript $bad, $sample -ErrorVariable problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $found.Count | Should -Be 5
        $problems[0].FullyQualifiedErrorId | Should -Be 'ScriptNotParsed,VcsaAuthGuard.Commands.TestVcsaScriptCommand'
        "$($problems[0])" | Should -BeLike '*bad.ps1, line 2:*'
    }

    It 'refuses <Name> with <Id>' -ForEach @(
        @{ Name = 'a file that is not there'; Id = 'ScriptNotFound'; Arguments = @{ LiteralPath = 'none.ps1' } }
        @{ Name = 'a wildcard for nothing'; Id = 'ScriptNotFound'; Arguments = @{ Path = 'none*.ps1' } }
        @{ Name = 'what is no file'; Id = 'PathNotFileSystem'; Arguments = @{ Path = 'Env:PATH' } }
        @{ Name = 'text that does not parse'; Id = 'ScriptNotParsed'; Arguments = @{ ScriptDefinition = 'if (' } }
        @{ Name = 'a rule there is not'; Id = 'CannotConvertArgumentNoMessage'; Arguments = @{ ScriptDefinition = '1'; Rule = 'None' } }
    ) {
        { Test-VcsaScript @Arguments -ErrorAction Stop } | Should -Throw -ErrorId "$Id,VcsaAuthGuard.Commands.TestVcsaScriptCommand"
    }

    It 'takes the dashes and quotes of a script in Windows-1252' {
        $old = Join-Path $TestDrive 'old.ps1'
        [IO.File]::WriteAllBytes($old, [Text.Encoding]::Latin1.GetBytes("Connect-VIServer vc1 $([char] 0x96)Password $([char] 0x93)S3cret-1$([char] 0x94)"))
        (Test-VcsaScript $old -Rule PlainTextPassword).Code | Should -Be "Connect-VIServer vc1 $([char] 0x2013)Password ***"
    }

    It 'leaves the connection of a profile alone' {
        $scripts = 'Microsoft.PowerShell_profile.ps1', 'other.ps1' | ForEach-Object { Join-Path $TestDrive $_ }
        Set-Content $scripts 'Connect-VIServer vc1; Get-VM'
        (Test-VcsaScript $scripts).File | Should -Be $scripts[1]
    }

    It 'reads each part of a long script about as often as of a short one, <Name>' -ForEach @(
        @{ Name = 'one variable'; Block = "`$vc = Connect-VIServer -Server `$server`nGet-VM -Server `$vc | New-Snapshot -Name a`nDisconnect-VIServer `$vc" }
        @{ Name = 'one variable each'; Block = "`$vc{0} = Connect-VIServer srv{0}`nforeach (`$v in `$l) {{ Get-VM `$v }}`nDisconnect-VIServer `$vc{0}" }
        @{ Name = 'errors that stop'; Block = "`$ErrorActionPreference = 'Stop'`nConnect-VIServer vc{0}`nGet-VM`nDisconnect-VIServer vc{0}" }
        @{ Name = 'no logouts'; Block = "Connect-VIServer vc{0}`nGet-VM" }
    ) {
        $syntax = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'VcsaAuthGuard.ScriptAnalysis' })[0].GetType('VcsaAuthGuard.ScriptAnalysis.Syntax')
        $visited = $syntax.GetProperty('NodesVisited', [System.Reflection.BindingFlags]'NonPublic, Static')
        $work = foreach ($count in 50, 400) {
            $text = foreach ($index in 1..$count) { $Block.Contains('{{') -or $Block.Contains('{0}') ? ($Block -f $index) : $Block }
            $before = $visited.GetValue($null)
            Test-VcsaScript -ScriptDefinition ($text -join "`n") -Category Session, Security | Out-Null
            $visited.GetValue($null) - $before
        }
        $work[0] | Should -BeGreaterThan 50
        $work[1] | Should -BeLessThan (12 * $work[0]) -Because 'the script is eight times as long'
    }

    It 'runs nothing of a script' {
        $mark = Join-Path $TestDrive 'ran'
        Test-VcsaScript -ScriptDefinition "Set-Content '$mark' 1; Connect-VIServer (Set-Content '$mark' 1); Get-VM" | Should -Not -BeNullOrEmpty
        $mark | Should -Not -Exist
    }

    It 'shows a table that fits <Width> columns' -ForEach @{ Width = 80 }, @{ Width = 120 } {
        $text = Test-VcsaScript $sample | Out-String -Width $Width
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        $text | Should -Match 'nightly-snapshots.ps1:15:5'
    }
}

Describe 'Test-VcsaScript -Fix' {
    BeforeEach {
        $lines = "`$ErrorActionPreference = 'Stop'", "`$vc = Connect-VIServer vc1  # one $([char] 0xFC)", 'if (-not (Get-VM)) {', '    exit 1', '}', '$text = @"', ' kept as it is', '"@', 'Disconnect-VIServer $vc', "'end'"
        $fixed = $lines[0], $lines[1], 'try {', '    if (-not (Get-VM)) {', '        exit 1', '    }', '    $text = @"', ' kept as it is', '"@', '}', 'finally {', '    Disconnect-VIServer $vc', '}', "'end'"
        $file = Join-Path $TestDrive 'fix.ps1'
    }

    It 'keeps the encoding <Encoding> and its line ends' -ForEach @(
        @{ Encoding = 'utf8NoBOM'; Break = "`n" }
        @{ Encoding = 'utf8BOM'; Break = "`r`n" }
        @{ Encoding = 'unicode'; Break = "`r`n" }
        @{ Encoding = 'latin1'; Break = "`r`n" }
    ) {
        Set-Content $file ($lines -join $Break) -Encoding $Encoding -NoNewline
        $found = Test-VcsaScript $file -Fix
        $found.IsFixed | Should -BeTrue
        Set-Content "$file.expected" ($fixed -join $Break) -Encoding $Encoding -NoNewline
        [Convert]::ToHexString([IO.File]::ReadAllBytes($file)) | Should -Be ([Convert]::ToHexString([IO.File]::ReadAllBytes("$file.expected")))
        Test-VcsaScript $file -Rule SessionLeak | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf, and shows what it would' {
        Set-Content $file $lines
        $before = (Get-FileHash $file).Hash
        $shown = pwsh -NoProfile -NonInteractive -Command "Import-Module '$module'; Test-VcsaScript '$file' -Fix -WhatIf | Out-Null" | Out-String
        $shown | Should -Match '3 \+ try \{'
        $shown | Should -Match 'finally \{'
        (Get-FileHash $file).Hash | Should -Be $before
    }

    It 'leaves alone <Name>' -ForEach @(
        @{ Name = 'a script that goes on after errors'; Text = "Connect-VIServer vc1`nif (Get-VM) { exit }`nDisconnect-VIServer" }
        @{ Name = 'two logins before one logout'; Text = "`$ErrorActionPreference = 'Stop'`nConnect-VIServer vc1`nif (`$b) { Connect-VIServer vc2 }`nGet-VM`nDisconnect-VIServer *" }
        @{ Name = 'a second logout'; Text = "`$ErrorActionPreference = 'Stop'`nConnect-VIServer vc1`nif (Get-VM a) { Disconnect-VIServer; exit }`nGet-VM`nDisconnect-VIServer" }
        @{ Name = 'statements on one line'; Text = "`$ErrorActionPreference = 'Stop'; Connect-VIServer vc1; Get-VM; Disconnect-VIServer" }
        @{ Name = 'what other rules find'; Text = "Set-PowerCLIConfiguration -InvalidCertificateAction Ignore`nGet-VM | New-Snapshot -Name a" }
    ) {
        Set-Content $file $Text -NoNewline
        $found = @(Test-VcsaScript $file -Fix)
        $found.Count | Should -BeGreaterThan 0
        $found.IsFixed | Should -Not -Contain $true
        Get-Content $file -Raw | Should -Be $Text
    }
}

Describe 'Test-VcsaScript and the length of a script' {
    BeforeAll {
        # Work is what is allocated, which does not depend on the machine's speed.
        function Measure-Work([string] $Block, [int] $Count) {
            $text = (1..$Count).ForEach({ $Block -f $_ }) -join "`n"
            $before = [GC]::GetAllocatedBytesForCurrentThread()
            Test-VcsaScript -ScriptDefinition $text -WarningAction SilentlyContinue | Out-Null
            [GC]::GetAllocatedBytesForCurrentThread() - $before
        }
    }

    It 'takes at most two and a half times the work for twice the <Name>' -ForEach @(
        @{ Name = 'login blocks'; Block = "`$vc = Connect-VIServer vc{0}`nGet-VM -Server `$vc | New-Snapshot -Name a`nDisconnect-VIServer `$vc" }
        @{ Name = 'loops with a login'; Block = 'foreach ($vm in $names) {{ Connect-VIServer vc1; Get-VM $vm }}' }
        @{ Name = 'functions that call each other'; Block = 'function F{0} {{ Connect-VIServer vc1; F1 }}; foreach ($n in $l) {{ F{0} }}' }
        @{ Name = 'protected logins'; Block = "try {{ Connect-VIServer vc1; if (`$x{0}) {{ exit 1 }} }} finally {{ Disconnect-VIServer * }}" }
    ) {
        Measure-Work $Block 20 | Out-Null
        $once = Measure-Work $Block 100
        $twice = Measure-Work $Block 200
        $once | Should -BeGreaterThan 100000
        $twice / $once | Should -BeLessOrEqual 2.5
    }
}

Describe 'Scripts as people publish them' {
    BeforeAll { $cases = Join-Path $root 'tests/fixtures/cases' }

    # Nothing in the script says how long the list is, as with what Get-VM brings.
    It 'a list of names in a file is as long as it is' { (Test-VcsaScript "$cases/s2-csv-remove.ps1").Rule | Should -Be UnpacedBulk }

    It 'a script that does not parse is named with line and reason' {
        Test-VcsaScript "$cases/s3-snapshotcluster.ps1" -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ScriptNotParsed,*'
        "$($problems[0])" | Should -BeLike '*s3-snapshotcluster.ps1, line 12: *'
    }
}
