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
        @{ Name = 'handlers of a window'; Text = '$open.Add_Click({ Connect-VIServer vc1; Get-VM }); $shut.Add_Click({ Disconnect-VIServer * })' }
        @{ Name = 'a session taken over'; Text = 'Connect-VIServer vc1 -Session $id; Get-VM' }
        @{ Name = 'a session that is shared'; Text = 'Connect-VcsaSession vc1 $credential; Get-VM' }
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
        'foreach ($name in Get-Content a.txt) { New-Snapshot -VM $name -Name a }'
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
            '5 IgnoredCertificate', '8 SessionLeak', '15 LoginPerItem', '15 SessionLeak', '15 PlainTextPassword', '16 UnpacedBulk', '22 UnpacedBulk')
    }

    It 'takes rules and severities' {
        Test-VcsaScript $sample -Rule LoginPerItem, UnpacedBulk | ForEach-Object Rule | Sort-Object -Unique | Should -Be LoginPerItem, UnpacedBulk
        @(Test-VcsaScript $sample -ExcludeRule SessionLeak).Count | Should -Be 5
        (Test-VcsaScript $sample -Severity Error).Rule | Should -Be PlainTextPassword
    }

    It 'takes folders, wildcards, names from the pipeline and files from the pipeline' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'a[1]/below') -Force
        foreach ($name in 'a[1]/one.ps1', 'a[1]/two.psm1', 'a[1]/below/three.ps1', 'a[1]/note.txt') { Set-Content -LiteralPath (Join-Path $TestDrive $name) 'Connect-VIServer vc1; Get-VM' }
        $parent = $folder.Parent.FullName
        @(Test-VcsaScript -LiteralPath $parent).Count | Should -Be 2
        @(Test-VcsaScript -LiteralPath $parent -Recurse).Count | Should -Be 3
        @(Test-VcsaScript (Join-Path $TestDrive 'a*/*.ps1')).Count | Should -Be 1
        @(Get-ChildItem -LiteralPath $parent -File | Test-VcsaScript).Count | Should -Be 3
        @(@($sample, $sample) | Test-VcsaScript -Severity Error).Count | Should -Be 1
    }

    It 'says where a script does not parse, and reads the others' {
        $bad = Join-Path $TestDrive 'bad.ps1'
        Set-Content $bad "Get-VM`nif ("
        $found = Test-VcsaScript $bad, $sample -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.Count | Should -Be 7
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

Describe 'Scripts as people publish them' {
    BeforeAll { $cases = Join-Path $root 'tests/fixtures/cases' }

    # Whoever wrote the list knows its length, as with names in a variable.
    It 'a list of names in a file is no bulk' { Test-VcsaScript "$cases/s2-csv-remove.ps1" | Should -BeNullOrEmpty }

    It 'a script that does not parse is named with line and reason' {
        Test-VcsaScript "$cases/s3-snapshotcluster.ps1" -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ScriptNotParsed,*'
        "$($problems[0])" | Should -BeLike '*s3-snapshotcluster.ps1, line 12: *'
    }
}
