# Each type that a cmdlet gives out, found by reflection, survives files and other processes. A new type is tested without a word here.
BeforeDiscovery {
    . "$PSScriptRoot/Module.ps1"
    $types = Get-Command -Module VcsaAuthGuard -CommandType Cmdlet | ForEach-Object OutputType | ForEach-Object Type |
        Where-Object Namespace -Like 'VcsaAuthGuard*' | Sort-Object FullName -Unique | ForEach-Object { @{ Type = $_; Name = $_.Name } }
    $ways = 'Export-Csv and Import-Csv', 'ConvertTo-Json and ConvertFrom-Json', 'Export-Clixml and Import-Clixml', 'Start-Job'
    $trips = foreach ($type in $types) { foreach ($way in $ways) { @{ Type = $type.Type; Name = $type.Name; Way = $way } } }

    # Cmdlets that take any object from the pipeline and reach no server with it.
    $takers = Get-Command -Module VcsaAuthGuard -CommandType Cmdlet | Where-Object {
        $_.Name -notmatch '^(Connect|Disconnect|Register|Watch|Invoke|Restart)-|-VcsaService$' -and
        $_.Parameters.Values.Where{ $_.ParameterType.Name -match '^PSObject(\[\])?$' }.ParameterSets.Values.ValueFromPipeline -contains $true
    } | ForEach-Object Name
}

BeforeAll {
    . "$PSScriptRoot/Module.ps1"
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $incident = Join-Path $root 'samples/incident'
    $moment = [DateTimeOffset]'2026-02-11T02:14:07+00:00'

    function Send-Object([string] $Way, [object[]] $Object) {
        switch ($Way) {
            'Export-Csv and Import-Csv' { $Object | Export-Csv "$TestDrive/trip.csv"; Import-Csv "$TestDrive/trip.csv" }
            'ConvertTo-Json and ConvertFrom-Json' { ConvertTo-Json $Object -Depth 6 -WarningAction Ignore | ConvertFrom-Json }
            'Export-Clixml and Import-Clixml' { $Object | Export-Clixml "$TestDrive/trip.xml"; Import-Clixml "$TestDrive/trip.xml" }
            # What a job gives back is written and read with a depth of one.
            default { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Object, 2)) | ForEach-Object { $_ } }
        }
    }

    # Objects of cmdlets for the types whose values must fit together; all others are filled by reflection.
    $real = @{
        BackupWindow  = { New-BackupWindow 'Nightly' -Weekly -DayOfWeek Monday, Wednesday -At 02:00 -Duration 1h30m -TimeZone Europe/Berlin -Server vc01 -ConcurrentVM 40 -SecondsPerRequest 1.5 -Movable 20:00-04:00 }
        PlannedWindow = { New-BackupWindow 'Nightly' -At 02:00 -Duration 1h -ConcurrentVM 40 -SecondsPerRequest 2 -Movable 20:00-04:00 | Optimize-BackupWindow -From 2026-02-09 }
        WindowOverlap = {
            @(New-BackupWindow A -At 02:00 -Duration 1h -ConcurrentVM 40 -SecondsPerRequest 39
                New-BackupWindow B -Role Automation -At 02:30 -Duration 1h -ConcurrentVM 300 -SecondsPerRequest 39) | Test-BackupWindowOverlap -From 2026-02-09 -Days 1
        }
        QueueForecast = { Measure-VcsaGatewayQueue 400 -Concurrency 52 -ServiceTime 39s }
        AuthFault     = { Get-VcsaAuthFault $incident -Kind All }
        VcsaDiagnosis = { Get-VcsaDiagnosis $incident -Server vc01.example.org }
        ApiClientLoad = { Measure-VcsaApiLoad $incident }
    }

    # Fills an object of any type, its constructor's parameters and its properties.
    function New-Sample([type] $Type, [int] $Depth = 0) {
        $Type = [Nullable]::GetUnderlyingType($Type) ?? $Type
        if ($Type.IsEnum) { return [Enum]::GetValues($Type)[-1] }
        switch ($Type.FullName) {
            'System.String' { return 'some text' }
            'System.Boolean' { return $true }
            'System.DateTimeOffset' { return $moment }
            'System.TimeSpan' { return [timespan]::FromSeconds(90) }
            'System.Object' { return 'some object' }
            'System.Uri' { return [uri] 'https://vc01.example.org/sdk' }
            'VcsaAuthGuard.VSphere.SessionSecret' { return $Type::new('52000000-0000-0000-0000-000000000001') }
            'VcsaAuthGuard.Http.CertificateThumbprint' { return $null }
        }
        if ($Type.IsPrimitive -or $Type -eq [decimal]) { return 7 -as $Type }
        if ($Depth -gt 4 -or $Type.Namespace -notlike 'VcsaAuthGuard*') {
            $item = $Type.IsArray ? $Type.GetElementType() : ($Type.GetGenericArguments() | Select-Object -First 1)
            if (-not $item -or $Type.GetGenericArguments().Count -gt 1) { return $null }
            $list = [Array]::CreateInstance($item, 2)
            0..1 | ForEach-Object { $list.SetValue((New-Sample $item ($Depth + 1)), $_) }
            return , $list
        }
        $constructor = $Type.GetConstructors([System.Reflection.BindingFlags] 'Public, NonPublic, Instance') | Where-Object { $_.GetParameters().Count -ne 1 -or $_.GetParameters()[0].ParameterType -ne $Type } |
            Sort-Object { $_.GetParameters().Count } -Descending | Select-Object -First 1
        if (-not $constructor) { return $null }
        [object[]] $arguments = foreach ($parameter in $constructor.GetParameters()) { , (New-Sample $parameter.ParameterType ($Depth + 1)) }
        $object = $constructor.Invoke($arguments)
        foreach ($property in $Type.GetProperties() | Where-Object { $_.SetMethod -and $_.SetMethod.IsPublic -and $_.GetIndexParameters().Count -eq 0 }) {
            if ($constructor.GetParameters().Name -notcontains $property.Name) { $property.SetValue($object, (New-Sample $property.PropertyType ($Depth + 1))) }
        }
        $object
    }

    function Get-Sample([type] $Type) { , @($real.ContainsKey($Type.Name) ? (& $real[$Type.Name]) : (New-Sample $Type)) }

    # A value in the one form that it has before and after.
    function ConvertTo-Plain($Value) {
        $item = $Value -is [psobject] -and $Value.psobject.BaseObject -isnot [System.Management.Automation.PSCustomObject] ? $Value.psobject.BaseObject : $Value
        if ($null -eq $item -or "$item" -eq '') { return '' }
        if ($item -is [DateTimeOffset]) { return $item.ToUniversalTime().ToString('s') }
        if ($item -is [datetime]) { return $item.ToUniversalTime().ToString('s') }
        if ($null -ne $Value.Ticks -and $null -ne $Value.TotalSeconds) { return [timespan]::new([long]$Value.Ticks).ToString() }
        if ($null -ne $Value.UtcDateTime) { return ([datetime]$Value.UtcDateTime).ToUniversalTime().ToString('s') }
        $time = [DateTimeOffset]::MinValue
        if ($item -is [string] -and $item -match '\d:\d\d:\d\d' -and $item -match '[/-]' -and [DateTimeOffset]::TryParse($item, [cultureinfo]::CurrentCulture, 'AssumeUniversal', [ref] $time)) {
            return $time.ToUniversalTime().ToString('s')
        }
        if ($item -is [double] -or $item -is [float]) { return $item.ToString('R', [cultureinfo]::InvariantCulture) }

        # An enumeration from another process is a number with the text of its name.
        $Value.ToString()
    }

    function Get-Answer([string] $Command, [object[]] $Object) {
        $arguments = @{ ErrorVariable = 'problems'; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
        switch ($Command) {
            'Measure-VcsaGatewayQueue' { $arguments += @{ Concurrency = 8; From = '2026-02-09' } }
            'Test-BackupWindowOverlap' { $arguments += @{ From = '2026-02-09'; Days = 7; IncludeSameRole = $true } }
            'Optimize-BackupWindow' { $arguments += @{ From = '2026-02-09' } }
            'ConvertTo-BackupWindow' { $arguments += @{ TimeZone = 'UTC' } }
            'Test-DatastoreLatency' { $arguments += @{ AsOf = '2026-02-11T02:15Z' } }
            'Export-VcsaAuthReport' { $arguments += @{ Path = "$TestDrive/report.html" } }
        }
        try {
            $out = @($Object | & $Command @arguments)
            if ($Command -eq 'Export-VcsaAuthReport' -and -not $problems) {
                # A diagnosis that was saved has no chart, and no counts of what was read.
                $out = [regex]::Matches((Get-Content "$TestDrive/report.html" -Raw), '<(?:h1|h2|p class="(?:verdict|summary)[^>]*)>[^<]*').Value | Select-Object -First 4
            }
        }
        catch { $problems = @($_) }
        if ($problems) { 'error ' + (@($problems | ForEach-Object FullyQualifiedErrorId | Select-Object -Unique) -join ',') } else { ($out | ForEach-Object { "$_" }) -join '|' }
    }
}

Describe 'The output type <Name>' -ForEach $types {
    BeforeAll { $sample = (Get-Sample $Type)[0] }

    It 'has a sample' { $sample | Should -BeOfType $Type }

    It 'has a text and lists that a person reads' {
        "$sample" | Should -Not -Match '\w \{ |VcsaAuthGuard\.[A-Z]|System\.[A-Z]'
        foreach ($view in ($sample | Format-List | Out-String -Width 4000), ($sample | Format-List * | Out-String -Width 4000), ($sample | Format-Table | Out-String -Width 4000)) {
            $view | Should -Not -Match '\w \{ \w+ = |VcsaAuthGuard\.[A-Z]\w+[.\[]|System\.[A-Z]\w+[.\[]'
        }
    }

    It 'has its enumerations as names in JSON' {
        $read = $sample | ConvertTo-Json -Depth 6 -WarningAction Ignore | ConvertFrom-Json
        foreach ($property in $Type.GetProperties() | Where-Object { ([Nullable]::GetUnderlyingType($_.PropertyType) ?? $_.PropertyType).IsEnum }) {
            if ($null -ne $sample.($property.Name)) { $read.($property.Name) | Should -BeExactly "$($sample.($property.Name))" -Because $property.Name }
        }
    }
}

Describe '<Name> after <Way>' -ForEach $trips {
    BeforeAll {
        $before = Get-Sample $Type
        $after = @(Send-Object $Way $before)
    }

    It 'has the values that it had' {
        $after.Count | Should -Be $before.Count
        $lists = $before[0].psobject.Properties | Where-Object { $_.Value -is [System.Collections.IEnumerable] -and $_.Value -isnot [string] } | ForEach-Object Name
        foreach ($property in $before[0].psobject.Properties.Name | Where-Object { $_ -notin $lists }) {
            $value = $before[0].$property
            $isSimple = $null -eq $value -or $value -is [string] -or $value -is [timespan] -or $value -is [DateTimeOffset] -or $value.GetType().IsPrimitive -or $value.GetType().IsEnum
            if ($isSimple) { ConvertTo-Plain $after[0].$property | Should -Be (ConvertTo-Plain $value) -Because $property }
        }
        if ($Way -like '*Csv') {
            foreach ($property in $after[0].psobject.Properties) { "$($property.Value)" | Should -Not -Match 'System\.[A-Z]\w+[.\[]|VcsaAuthGuard\.[A-Z]|\w \{ \w+ = ' -Because $property.Name }
        }
    }

    It 'gives the same answer in each cmdlet that takes it' {
        foreach ($taker in $takers) {
            $expected = Get-Answer $taker $before
            if ($expected -and $expected -notlike 'error *') { Get-Answer $taker $after | Should -Be $expected -Because $taker }
        }
    } -TestCases @{ takers = $takers }
}

Describe 'A saved diagnosis' {
    It 'names the server of a restart after <_>' -ForEach 'ConvertTo-Json and ConvertFrom-Json', 'Export-Clixml and Import-Clixml', 'Export-Csv and Import-Csv', 'Start-Job' {
        $diagnosis = Send-Object $_ (Get-VcsaDiagnosis $incident -Server 'vc.example.org/x')
        $diagnosis | Restart-VcsaProxyPipeline -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ServerNameInvalid,*'
    }
}
