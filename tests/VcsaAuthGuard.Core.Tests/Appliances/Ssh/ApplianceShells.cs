using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Appliances;


namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>The engine's way to a stand-in appliance.</summary>
internal static class ApplianceShells
{
    /// <summary>Gets the transports that log in to a shell.</summary>
    public static IReadOnlyList<ServiceTransport> Transports { get; } = [ServiceTransport.OpenSsh, ServiceTransport.SshNet];

    public static SshTarget Target(this StandInAppliance appliance) => new()
    {
        Host = StandInAppliance.Host,
        Port = appliance.Port,
        User = StandInAppliance.User,
        KeyFile = appliance.ClientKeyPath,
        KnownHostsFiles = [appliance.KnownHostsPath],
        ConnectTimeout = TimeSpan.FromMinutes(5),
    };

    public static ApplianceShell Shell(this StandInAppliance appliance, ServiceTransport transport) =>
        ApplianceShell.Open(appliance.Target(), transport);

    public static ShellServiceControl Control(this StandInAppliance appliance, ServiceTransport transport) =>
        new(appliance.Shell(transport));
}
