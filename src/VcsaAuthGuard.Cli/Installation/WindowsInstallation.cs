namespace VcsaAuthGuard.Cli.Installation;

/// <summary>Writes PowerShell scripts that install a Windows service, or a scheduled task that runs the module.</summary>
internal static class WindowsInstallation
{
    public static string WriteService(ServiceDefinition service)
    {
        // A virtual account has no password: Windows makes one for each service.
        string account = service.Account ?? $@"NT SERVICE\{service.Name}";
        string password = service.Account is null
            ? "A virtual account needs no password."
            : "It asks for no password: use a group managed service account.";
        return $$"""
            #Requires -RunAsAdministrator
            # Written by vcsa-authguard service install --what windows. Run it in PowerShell as administrator.
            $ErrorActionPreference = 'Stop'
            $name = {{Quote(service.Name)}}
            $program = {{Quote(service.Program)}}
            $config = {{Quote(service.Config)}}
            $account = {{Quote(account)}}
            foreach ($file in $program, $config) { if (-not (Test-Path -LiteralPath $file)) { throw "$file is missing." } }

            & $program watch --config $config --check-config
            if ($LASTEXITCODE -ne 0) { throw 'The settings are not valid.' }

            $binary = '"{0}" watch --config "{1}" --windows-service' -f $program, $config
            $null = New-Service -Name $name -BinaryPathName $binary -DisplayName 'vCenter fault watch' -StartupType Automatic `
                -Description 'Watches vCenter Server for refused API calls (KB 440879).'
            # sc.exe wants the blank behind each equals sign. {{password}}
            function Invoke-Sc { & sc.exe @args | Out-Host; if ($LASTEXITCODE -ne 0) { throw "sc.exe $args failed." } }
            Invoke-Sc config $name obj= $account start= delayed-auto
            Invoke-Sc failureflag $name 1
            # Three attempts, then none for the rest of the day.
            Invoke-Sc failure $name reset= 86400 actions= restart/10000/restart/60000/restart/300000

            # Settings, secrets and state are for the service and administrators only.
            $folder = Split-Path -Parent $config
            & icacls.exe $folder /inheritance:r /grant:r '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' "${account}:(OI)(CI)M" | Out-Host
            if ($LASTEXITCODE -ne 0) { throw "The rights of $folder could not be set." }

            Start-Service -Name $name
            Get-Service -Name $name

            """.Replace("\r\n", "\n");
    }

    public static string RemoveService(string name) => $"""
        # In PowerShell as administrator:
        Stop-Service -Name {Quote(name)}
        sc.exe delete {Quote(name)}
        # Settings, secrets and state stay in their folder until you delete it.

        """.Replace("\r\n", "\n");

    public static string WriteTask(ServiceDefinition service)
    {
        // The schema of Task Scheduler allows 1 to 255 restarts, 1 minute to 31 days apart:
        // learn.microsoft.com/windows/win32/taskschd/taskschedulerschema-restarttype-complextype
        string account = service.Account ?? @"NT AUTHORITY\LOCAL SERVICE";
        return $$"""
            #Requires -RunAsAdministrator
            # Written by vcsa-authguard service install --what task. Run it in PowerShell as administrator.
            # The module VcsaAuthGuard must be installed for all users.
            $ErrorActionPreference = 'Stop'
            $name = {{Quote(service.Name)}}
            $config = {{Quote(service.Config)}}
            $account = {{Quote(account)}}
            if (-not (Test-Path -LiteralPath $config)) { throw "$config is missing." }

            $shell = (Get-Command pwsh, powershell -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
            $quoted = $config.Replace("'", "''")
            $command = 'Import-Module VcsaAuthGuard; Watch-VcsaAuthFault -ConfigurationFile ''{0}'' | Out-Null' -f $quoted
            $task = @{
                TaskName    = $name
                Description = 'Watches vCenter Server for refused API calls (KB 440879).'
                Action      = New-ScheduledTaskAction -Execute $shell -Argument "-NoProfile -NonInteractive -Command `"$command`""
                Trigger     = New-ScheduledTaskTrigger -AtStartup
                # A managed account (name ends with $) and a built-in one have no password.
                Principal   = New-ScheduledTaskPrincipal -UserId $account -RunLevel Limited -LogonType $(
                    if ($account -like '*$') { 'Password' } else { 'ServiceAccount' })
                Settings    = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([timespan]::Zero) -MultipleInstances IgnoreNew `
                    -RestartCount 255 -RestartInterval (New-TimeSpan -Minutes 1) -StartWhenAvailable `
                    -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
            }
            Register-ScheduledTask @task -Force
            Start-ScheduledTask -TaskName $name

            """.Replace("\r\n", "\n");
    }

    public static string RemoveTask(string name) => $"""
        # In PowerShell as administrator:
        Stop-ScheduledTask -TaskName {Quote(name)}
        Unregister-ScheduledTask -TaskName {Quote(name)} -Confirm:$false

        """.Replace("\r\n", "\n");

    private static string Quote(string text) => "'" + text.Replace("'", "''") + "'";
}
