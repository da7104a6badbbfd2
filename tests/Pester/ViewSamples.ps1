# Makes an object of each type that a view shows, filled with values as long as real ones are. Dot-source after Module.ps1.
$hostile = $false
$accounts = 'svc-backup@corp.vsphere.local', 'CORP.VSPHERE.LOCAL\svc-replication-dr01'
$hosts = 'esx-rack042-node07.dc1.backup.example.org', '2001:db8:85a3:8d3:1319:8a2e:370:7348'
$texts = @{
    User = $accounts[0]; UserName = $accounts[0]; Address = $hosts[1]; IpAddress = $hosts[1]; ClientAddress = $hosts[1]
    Server = 'vcenter-prod-a.dc1.backup.example.org'; VMHost = $hosts[0]; VMHostId = 'HostSystem-host-4711'
    Datastore = 'nfs-netapp-prod-vol0042'; DatastoreUuid = '5f3a2b1c-9d8e7f60-1a2b-3c4d5e6f7081'
    UserAgent = 'VMware PowerCLI/13.3.0.24145081 PowerShell/7.4'; Name = 'vmware-content-library-service'
    Source = '/var/log/vmware/vpxd/vpxd-worker-1234.log'; File = '/home/admin/scripts/nightly/Invoke-NightlyBackup.ps1'
    Method = 'vim.ServiceInstance.acquireGenericServiceTicket'; Version = '8.0.3.00400'; StartupType = 'AUTOMATIC'
    Code = 'Connect-VIServer -Server $vcenter -Credential $credential -ErrorAction Stop'; Thumbprint = 'AB' * 32
}

function Get-SampleValue([type] $Type, [string] $Name, [int] $Depth = 0) {
    $inner = [Nullable]::GetUnderlyingType($Type)
    if ($inner) { $Type = $inner }
    # What a log can hold: a terminal's title, a colour, a right-to-left override.
    if ($Type -eq [string] -and $hostile) { return "a$([char]27)]0;x$([char]7)$([char]0x202E)$([char]27)[31m$([char]0x9B)31mb" }
    if ($Type -eq [string]) { return $texts[$Name] ?? "a text of $Name that is as long as such texts usually are" }
    if ($Type -eq [DateTimeOffset]) { return [DateTimeOffset]::new(2026, 2, 11, 2, 14, 7, [timespan]::Zero) }
    if ($Type -eq [timespan]) { return [timespan]::new(12, 34, 56) }
    if ($Type -eq [System.Security.SecureString]) { return $null }
    if ($Type -eq [uri]) { return [uri]"https://$($texts.Server)" }
    if ($Type -eq [bool]) { return $true }
    if ($Type -eq [double]) { return 0.875 }
    if ($Type.IsEnum) {
        $flags = $Type.IsDefined([FlagsAttribute], $false)
        return $flags ? [Enum]::Parse($Type, ($Type.GetEnumNames().Where({ [int][Enum]::Parse($Type, $_) }) -join ',')) : [Enum]::Parse($Type, ($Type.GetEnumNames() | Sort-Object Length)[-1])
    }
    if ($Type.IsPrimitive) { return [Convert]::ChangeType(100000 + 23456, $Type, [cultureinfo]::InvariantCulture) }
    if ($Depth -gt 2) { return $null }
    $element = if ($Type.IsGenericType -and $Type.Name -match '^(IReadOnlyList|IReadOnlyCollection|IEnumerable|IList)') { $Type.GetGenericArguments()[0] }
    if ($element) {
        $list = [Array]::CreateInstance($element, 2)
        foreach ($index in 0, 1) {
            $value = $hostile ? (Get-SampleValue $element $Name ($Depth + 1)) : $element -eq [string] -and $Name -match 'Host' ? $hosts[$index] : $element -eq [string] -and $Name -match 'Account|User' ? $accounts[$index] : (Get-SampleValue $element $Name ($Depth + 1))
            $list.SetValue($value, $index)
        }
        return , $list
    }
    if ($Type.IsAbstract -or $Type.Namespace -notmatch '^VcsaAuthGuard') { return $null }
    $item = New-SampleObject $Type ($Depth + 1)
    if (-not $hostile -and $Name -match 'Host' -and $Type.Name -eq 'FaultCount') { $Type.GetField('<Name>k__BackingField', 'NonPublic, Instance').SetValue($item, $hosts[0]) }
    $item
}

# Fills the fields, so that each property gives what it would give for an object that a cmdlet made.
function New-SampleObject([type] $Type, [int] $Depth = 0) {
    $item = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
    foreach ($field in $Type.GetFields('NonPublic, Public, Instance')) {
        $name = $field.Name -replace '^<(\w+)>k__BackingField$', '$1' -replace '^_'
        $value = Get-SampleValue $field.FieldType $name $Depth
        if ($null -eq $value) { continue }
        $property = $Type.GetProperty($name)
        if ($value -is [array] -and $property.SetMethod) { $property.SetValue($item, $value) } else { $field.SetValue($item, $value) }
    }
    $item
}

# The views of the module's format files: name, types, format file.
function Get-View([string] $Folder) {
    foreach ($file in Get-ChildItem $Folder -Recurse -Filter *.Format.ps1xml) {
        foreach ($view in ([xml](Get-Content -Raw $file)).Configuration.ViewDefinitions.View) {
            $control = @($view.ChildNodes.Where({ $_.Name -like '*Control' }))[0]
            foreach ($type in $view.ViewSelectedBy.TypeName) {
                @{ File = $file.Name; View = $view.Name; Type = $type; Kind = $control.Name; Control = $control }
            }
        }
    }
}
