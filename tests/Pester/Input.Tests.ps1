BeforeDiscovery {
    . "$PSScriptRoot/Module.ps1"
    $parameters = foreach ($command in Get-Command -Module VcsaAuthGuard -CommandType Cmdlet) {
        foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn ([System.Management.Automation.PSCmdlet]::CommonParameters)) {
            $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
            if ($type.IsArray) { $type = $type.GetElementType() }
            @{
                Command    = $command.Name
                Name       = $parameter.Name
                Type       = $type
                Attributes = @($parameter.Attributes | ForEach-Object { $_.GetType().Name })
            }
        }
    }
    $paths = @($parameters | Where-Object { $_.Name -match '(Path|File|State|Window|JobRun|KnownHosts|Signature|Plan|Config|Settings)$' -and $_.Type -in ([string], [psobject], [object]) })
    $cultures = 'en-US', 'de-DE', 'tr-TR', 'th-TH', 'fa-IR', 'ar-SA' | ForEach-Object { @{ Culture = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Module.ps1"
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $incident = Join-Path $root 'samples/incident'

    # Runs a block in a process of its own with a culture; its output is text, which every culture leaves as it is.
    function Invoke-WithCulture([string] $Culture, [scriptblock] $Block, [object[]] $Arguments) {
        $text = "Import-Module '$module'; [cultureinfo]::CurrentCulture = '$Culture'; & { $Block } $($Arguments.ForEach({ "'$_'" }))"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text))
        & (Join-Path $PSHOME 'pwsh') -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded
    }
}

Describe 'Time spans' {
    It 'are found' { @($parameters | Where-Object Type -EQ ([timespan])).Count | Should -BeGreaterThan 20 } -TestCases @{ parameters = $parameters }

    It '<Command> -<Name> takes every form, and a number without a unit is an error' -ForEach @($parameters | Where-Object Type -EQ ([timespan])) {
        $Attributes | Should -Contain 'DurationAttribute'
    }

    It 'of <Text> are read' -ForEach @(
        @{ Text = '30s'; Count = 22, 7 }
        @{ Text = '00:00:30'; Count = 22, 7 }
        @{ Text = 'PT30S'; Count = 22, 7 }
        @{ Text = '5m'; Count = 44 }
        @{ Text = '0:05'; Count = 44 }
        @{ Text = '1h 30m'; Count = 45 }
    ) {
        Measure-VcsaAuthFault $incident -Threshold 3 -Period $Text | ForEach-Object Count | Should -Be $Count
    }

    It 'are read as they were typed where PowerShell takes them for numbers' {
        Measure-VcsaAuthFault $incident -Threshold 3 -Period 30s | ForEach-Object Count | Should -Be 22, 7
        Measure-VcsaAuthFault $incident -Threshold 3 -Period 1d | ForEach-Object Count | Should -Be 45
        Get-VcsaAuthFault $incident -After -1d | Should -BeNullOrEmpty
    }

    It 'are an error where they have no unit: <_>' -ForEach 300, '300', 1.5 {
        { Measure-VcsaAuthFault $incident -Period $_ } | Should -Throw '*has no unit. Write it like 90s, 5m, 2h, 1h 30m, 1:30 (hours and minutes), 00:05:00 or PT5M.'
        { Get-VcsaSession -IdleOver $_ } | Should -Throw '*has no unit*'
        { Measure-VcsaGatewayQueue 400 -Concurrency 52 -ServiceTime $_ } | Should -Throw '*has no unit*'
    }

    It 'that were in a file or in another process are read' {
        foreach ($span in ([timespan]'00:00:30' | ConvertTo-Json | ConvertFrom-Json), [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize([timespan]'00:00:30'))) {
            Measure-VcsaAuthFault $incident -Threshold 3 -Period $span | ForEach-Object Count | Should -Be 22, 7
        }
    }
}

Describe 'Times' {
    It '<Command> -<Name> is read in one way' -ForEach @($parameters | Where-Object { $_.Type.Name -in 'DateTime', 'DateTimeOffset', 'TimeInput' }) {
        $Type.Name | Should -Be 'TimeInput'
        $Attributes | Should -Contain 'TimeAttribute'
    }

    It 'of <Value> are read' -ForEach @(
        @{ Value = '2026-02-11T02:20:00Z'; Zone = $null }
        @{ Value = '2026-02-11T03:20:00+01:00'; Zone = 'Asia/Kolkata' }
        @{ Value = '2026-02-11 02:20'; Zone = $null }
        @{ Value = '2026-02-11 07:50'; Zone = 'Asia/Kolkata' }
        @{ Value = [DateTimeOffset]'2026-02-11T02:20:00Z'; Zone = 'Asia/Kolkata' }
        @{ Value = [DateTimeOffset]::Parse('2026-02-11T02:20:00Z').UtcDateTime; Zone = 'Asia/Kolkata' }
        @{ Value = [DateTimeOffset]::Parse('2026-02-11T02:20:00Z').UtcDateTime.ToLocalTime(); Zone = 'Asia/Kolkata' }
        @{ Value = [datetime]::new(2026, 2, 11, 7, 50, 0); Zone = 'Asia/Kolkata' }
    ) {
        $arguments = @{ After = $Value }
        if ($Zone) { $arguments.TimeZone = $Zone }
        @(Get-VcsaAuthFault $incident @arguments).Count | Should -Be 4
    }

    It 'relative to now are read' {
        Get-VcsaAuthFault $incident -After -2h | Should -BeNullOrEmpty
        Get-VcsaAuthFault $incident -After 'yesterday 22:00' | Should -BeNullOrEmpty
        @(Get-VcsaAuthFault $incident -Before now).Count | Should -Be 45
    }

    It 'are an error that names the forms otherwise: <_>' -ForEach '02/11/2026', '22:00', 'last week', 300 {
        { Get-VcsaAuthFault $incident -After $_ } | Should -Throw "*'$_' is not a valid time. Write it like 2026-02-11T02:14:07Z, *"
    }

    It 'are shown in the time zone that is given' {
        (Get-VcsaAuthFault $incident -TimeZone Europe/Berlin)[0].Time.Offset.TotalHours | Should -Be 1
        (Measure-VcsaAuthFault $incident -TimeZone Europe/Berlin).Start.Offset.TotalHours | Should -Be 1
        (Measure-VcsaAuthFault $incident -By Hour -TimeZone Asia/Kolkata).Name | Should -Be '2026-02-11 07:00+05:30'
        (Measure-VcsaApiLoad $incident -TimeZone Europe/Berlin)[0].LastSeen.Offset.TotalHours | Should -Be 1
        Get-VcsaAuthFault $incident -TimeZone Europe/Berlin | Select-Object -First 1 | Out-String | Should -Match '02-11 03:01:40\+01:00'
    }

    It 'name a time zone that is not known' {
        { Get-VcsaAuthFault $incident -TimeZone Mars/Phobos } | Should -Throw -ErrorId 'TimeZoneUnknown,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'
    }

    It 'limit each cmdlet that reads logs' {
        Measure-VcsaAuthFault $incident -After '2026-02-11 02:20' | Should -BeNullOrEmpty
        (Measure-VcsaApiLoad $incident | Measure-Object Logins -Sum).Sum | Should -BeGreaterThan (Measure-VcsaApiLoad $incident -After 2026-02-11T02:20Z | Measure-Object Logins -Sum).Sum
        $diagnosis = Get-VcsaDiagnosis $incident -After 2026-02-11T02:10Z -Before 2026-02-11T02:20Z
        $diagnosis.From | Should -Not -BeLessThan ([DateTimeOffset]'2026-02-11T02:10:00Z')
        $diagnosis.To | Should -BeLessThan ([DateTimeOffset]'2026-02-11T02:20:00Z')
        (Get-VcsaAuthFault $incident | Get-VcsaDiagnosis -Before 2026-02-11).Bursts | Should -BeNullOrEmpty
    }
}

Describe 'The culture <Culture>' -ForEach $cultures {
    It 'changes no time and no time span' {
        $logins = (Measure-VcsaApiLoad $incident -After '2026-02-11T02:20Z')[0].Logins
        $verdict = (Get-VcsaDiagnosis $incident -After '2026-02-11' -Period '0:05').Verdict
        Invoke-WithCulture $Culture {
            param($incident)
            $ErrorActionPreference = 'Stop'
            (Get-VcsaAuthFault $incident -After '2026-02-11 02:20' -Before '2026-02-12').Count
            (Get-VcsaAuthFault $incident -After '2026-02-11 03:20' -TimeZone Europe/Berlin).Count
            (Get-VcsaAuthFault $incident -After ([DateTimeOffset]::Parse('2026-02-11T02:20:00Z').UtcDateTime)).Count
            (Measure-VcsaAuthFault $incident -Threshold 3 -Period 30s | ForEach-Object Count) -join ','
            (Measure-VcsaApiLoad $incident -After '2026-02-11T02:20Z')[0].Logins
            (Get-VcsaDiagnosis $incident -After '2026-02-11' -Period '0:05').Verdict
            (New-BackupWindow A -Daily -At 02:00 -Duration 1:30 -TimeZone UTC | Test-BackupWindowOverlap -From 2026-02-09 -To '2026-02-10 12:00' -IncludeSameRole | Measure-Object).Count
            try { Get-VcsaAuthFault $incident -After 11/02/2026 } catch { $_.FullyQualifiedErrorId }
            (Get-VcsaAuthFault $incident | Select-Object -First 1 | Out-String -Width 120).Trim().Split("`n")[-1].Substring(0, 20)
        } $incident | Should -Be '4', '4', '4', '22,7', $logins, $verdict, '0', 'ParameterArgumentTransformationError,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand', '2026-02-11 02:01:40Z'
    }
}

Describe 'Paths and objects' {
    BeforeAll {
        $file = "$TestDrive/windows.csv"
        @'
Name,Role,Recurrence,TimeZone,Duration
A,Backup,daily 02:00,UTC,1h
B,Automation,daily 02:30,UTC,1h
'@ | Set-Content $file
        Copy-Item $file "$TestDrive/win[1].csv"
    }

    It 'a line that names a file is read as that file' {
        $log = Join-Path $incident (Get-ChildItem $incident -Filter vpxd-8.log -Name)
        foreach ($faults in ($log | Get-VcsaAuthFault), ($log, $log | Get-VcsaAuthFault)) { $faults.Count | Should -Be (Get-VcsaAuthFault $log).Count }
        @($file | ConvertTo-BackupWindow).Count | Should -Be 2
        @($file | Test-BackupWindowOverlap -From 2026-02-09 -Days 1).Count | Should -Be 1
        @($file | Optimize-BackupWindow -From 2026-02-09).Count | Should -Be 2
        @(Test-BackupWindowOverlap $file -From 2026-02-09 -Days 1).Count | Should -Be 1
    }

    It '<_> takes -Path with wildcards and -LiteralPath' -ForEach 'ConvertTo-BackupWindow', 'Test-BackupWindowOverlap', 'Optimize-BackupWindow' {
        $windows = @(& $_ -Path "$TestDrive/windo*.csv")
        @(& $_ -LiteralPath "$TestDrive/win[1].csv").Count | Should -Be $windows.Count
        $windows.Count | Should -BeGreaterThan 0
    }

    It 'a bracket that matches nothing is told' {
        { ConvertTo-BackupWindow -Path "$TestDrive/win[1].csv" -ErrorAction Stop } | Should -Throw '*use -LiteralPath*'
        { Get-VcsaAuthFault "$TestDrive/log[1].log" -ErrorAction Stop } | Should -Throw '*use -LiteralPath*'
    }

    It '-Window and -JobRun take wildcards' {
        Get-VcsaDiagnosis $incident -Window "$TestDrive/windo*.csv" -ErrorVariable problems | Out-Null
        $problems | Should -BeNullOrEmpty
    }

    It 'the same error for many inputs is written once' {
        1..5 | Get-VcsaAuthFault -ErrorVariable problems -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
        $problems.Count | Should -Be 1
        "$warnings" | Should -BeLike 'The same error occurred for 5 inputs: *'
        1..5 | Test-BackupWindowOverlap -ErrorVariable problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $problems.Count | Should -Be 1
    }

    It 'rows name servers by <_>' -ForEach 'Server', 'VIServer', 'VCenter', 'Name' {
        [pscustomobject]@{ $_ = 'vc.example.org/x' } | Get-VcsaService -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ServerNameInvalid,*'
        [pscustomobject]@{ $_ = 'vc.example.org/x' } | Get-VcsaSession -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ServerNameInvalid,*'
    }

    It 'a diagnosis names the server of a restart' {
        $diagnosis = Get-VcsaDiagnosis $incident -Server 'vc.example.org/x'
        $diagnosis | Restart-VcsaProxyPipeline -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ServerNameInvalid,*'
        Get-VcsaDiagnosis $incident | Restart-VcsaProxyPipeline -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DiagnosisWithoutServer,*'
    }

    It 'a time alone makes a daily window' {
        "$((New-BackupWindow A -At 02:00 -Duration 1h -TimeZone UTC).Recurrence)" | Should -Be 'daily 02:00'
    }

    It 'a pattern that is the end of an id is no wrong name' {
        $faults = Get-VcsaAuthFault $incident -VMHost *117 -WarningVariable warnings
        $faults.Count | Should -Be 19
        $warnings | Should -BeNullOrEmpty
        Get-VcsaAuthFault $incident -VMHost esx01 -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*-VMHost esx01 alone has matched nothing*'
    }

    It 'words of prose are no services' {
        @('Running: the backup of all virtual machines', 'every night it takes some time and more') | Set-Content "$TestDrive/prose.txt"
        { Get-VcsaService -Path "$TestDrive/prose.txt" -ErrorAction Stop } | Should -Throw -ErrorId 'StatusUnreadable,*'
    }

    It 'a field that is not known does not complete to files' {
        Push-Location $TestDrive
        try {
            (TabExpansion2 'Get-VcsaAuthFault -Platform Loki -HostField win').CompletionMatches.CompletionText | Should -Be 'win'
            (TabExpansion2 'Get-VcsaAuthFault -Platform Loki -HostField host').CompletionMatches.CompletionText | Should -Be 'host.name', 'hostname'
        }
        finally { Pop-Location }
    }
}

Describe 'Control characters' {
    BeforeAll {
        # A colour, a terminal's title, a control sequence of eight bits, and a mark that turns the reading direction.
        $hostile = "$([char]27)[31mx$([char]27)]0;y$([char]7)$([char]0x9B)2J$([char]0x202E)"
        $log = "$TestDrive/$hostile.log"
        (Get-Content -Raw "$root/tests/fixtures/samples/kb-signature.log") -replace 'fileManagement', $hostile | Set-Content -LiteralPath $log
        $table = "$TestDrive/$hostile.csv"
        "Name,Role,Recurrence,Duration,TimeZone`n$hostile,$hostile,$hostile,$hostile,$hostile" | Set-Content -LiteralPath $table
        $with = @{
            'Export-VcsaAuthAlert'        = @{ Format = 'Sigma' }
            'Export-VcsaAuthReport'       = @{ Diagnosis = Get-VcsaDiagnosis $incident }
            'Get-VcsaDiagnosis'           = @{ Path = $incident }
            'Get-VcsaService'             = @{ Server = '127.0.0.1:1' }
            'Invoke-VcsaBatch'            = @{ InputObject = 1; ScriptBlock = { } }
            'Measure-VcsaGatewayQueue'    = @{ Requests = 10; Concurrency = 5 }
            'Optimize-BackupWindow'       = @{ From = '2026-02-09' }
            'Restart-VcsaProxyPipeline'   = @{ Server = '127.0.0.1:1'; WhatIf = $true }
            'Test-BackupWindowOverlap'    = @{ From = '2026-02-09'; Days = 1 }
            'Watch-VcsaAuthFault'         = @{ Path = $incident; Duration = '1s' }
        }
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
    }

    AfterAll { $PSStyle.OutputRendering = $rendering }

    It 'of a path are not shown: <Command> -<Name>' -ForEach $paths {
        foreach ($path in $log, $table, "$TestDrive/gone$hostile", "$TestDrive/gone$hostile/file") {
            $arguments = @{}
            if ($with[$Command]) { $arguments = $with[$Command].Clone() }
            if ($Name -like '*Path') { $arguments.Remove('Path'); $arguments.Remove('Server') }
            $arguments[$Name] = $path
            $shown = try { & $Command @arguments *>&1 | Out-String -Width 200 } catch { $_ | Out-String -Width 200 }
            $shown.IndexOfAny([char[]] (7, 27, 0x9B, 0x202E)) | Should -Be -1 -Because $shown
        }
    }
}
