@{
    RootModule             = 'VcsaAuthGuard.psm1'
    # The only version number: the build takes that of assemblies and packages from here.
    ModuleVersion          = '0.2.0'
    GUID                   = 'c5b57253-b2df-440d-98f7-72d95a8bcae6'
    Author                 = 'The VcsaAuthGuard authors'
    CompanyName            = 'The VcsaAuthGuard authors'
    Copyright              = '(c) The VcsaAuthGuard authors. MIT licence.'
    Description            = 'Finds, explains and prevents vim.fault.NotAuthenticated on vCenter Server: the remedies of Broadcom KB 440879 as commands.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Core', 'Desktop')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = 'VcsaAuthGuard.Format.ps1xml'
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    CmdletsToExport        = @(
        'Connect-VcsaSession'
        'ConvertTo-BackupWindow'
        'Disconnect-VcsaSession'
        'Export-VcsaAuthAlert'
        'Export-VcsaAuthReport'
        'Get-VcsaAuthFault'
        'Get-VcsaDiagnosis'
        'Get-VcsaFleet'
        'Get-VcsaLimit'
        'Get-VcsaService'
        'Get-VcsaSession'
        'Invoke-VcsaBatch'
        'Measure-VcsaApiLoad'
        'Measure-VcsaAuthFault'
        'Measure-VcsaGatewayQueue'
        'New-BackupWindow'
        'Optimize-BackupWindow'
        'Register-VcsaAuthAlert'
        'Restart-VcsaProxyPipeline'
        'Stop-VcsaSession'
        'Test-BackupWindowOverlap'
        'Test-DatastoreLatency'
        'Test-VcsaScript'
        'Watch-VcsaAuthFault'
    )
    PrivateData            = @{
        # The time zone data inside NodaTime, by which windows in time zones are computed on every system.
        TimeZoneDataVersion = 'TZDB: 2026f (mapping: 49)'

        PSData = @{
            Tags         = @('VMware', 'vSphere', 'vCenter', 'VCSA', 'PowerCLI', 'backup', 'NotAuthenticated', 'PSEdition_Core', 'PSEdition_Desktop')
            LicenseUri   = 'https://opensource.org/license/mit'
            # ProjectUri, HelpInfoUri and the cmdlets' HelpUri are left out until the project has a public address.
            # The package has its newest section here.
            ReleaseNotes = 'See CHANGELOG.md'
        }
    }
}
