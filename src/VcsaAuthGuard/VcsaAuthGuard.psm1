# Loads the cmdlets: in PowerShell 7 through a load context of the module's own, in Windows PowerShell 5.1 from the
# netstandard2.0 build, whose resolver looks in its own folder. What is called here by a longer way (Add-Type, Get-Command) would
# load more of PowerShell and take longer than all the rest.
$isAgain = $true
if ($PSVersionTable.PSEdition -eq 'Core') {
    $loader = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'net8.0', 'VcsaAuthGuard.Loader.dll'))
    $context = $loader.GetType('VcsaAuthGuard.Loader.ModuleLoadContext', $true)
    $isAgain = $context::IsLoaded
    $cmdlets = Microsoft.PowerShell.Core\Import-Module -Assembly $context::ModuleAssembly -PassThru
}
else {
    $binary = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'netstandard2.0', 'VcsaAuthGuard.dll')
    $cmdlets = Microsoft.PowerShell.Core\Import-Module -Name $binary -PassThru -ErrorAction Stop
}

# An assembly imported before is not bound to this module a second time (PowerShell/PowerShell issue 20710), so that
# Import-Module -Force would export nothing. Add what is missing, the way PowerShell itself would.
if ($isAgain -and $cmdlets) {
    $addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
        'AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
    foreach ($cmdlet in $cmdlets.ExportedCmdlets.Values) {
        $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}
