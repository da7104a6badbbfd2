# Loads the cmdlets: in PowerShell 7 through a load context of the module's own, in Windows PowerShell 5.1 from the
# netstandard2.0 build, whose resolver looks in its own folder.
$importModule = Get-Command -Name Import-Module -Module Microsoft.PowerShell.Core

if ($PSVersionTable.PSEdition -eq 'Core') {
    # Not by Add-Type, which would load Microsoft.PowerShell.Utility for it: a quarter of the time an import takes.
    $loader = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'net8.0', 'VcsaAuthGuard.Loader.dll'))
    $module = $loader.GetType('VcsaAuthGuard.Loader.ModuleLoadContext', $true)::ModuleAssembly
    $cmdlets = & $importModule -Assembly $module -PassThru
}
else {
    $binary = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'netstandard2.0', 'VcsaAuthGuard.dll')
    $cmdlets = & $importModule -Name $binary -PassThru -ErrorAction Stop
}

# An assembly imported before is not bound to this module a second time (PowerShell/PowerShell issue 20710), so that
# Import-Module -Force would export nothing. Add what is missing, the way PowerShell itself would.
if ($cmdlets) {
    $addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
        'AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
    foreach ($cmdlet in $cmdlets.ExportedCmdlets.Values) {
        $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}
