using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances.Ssh;


namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>The engine's way to a stand-in appliance.</summary>
internal static class ApplianceShells
{
    /// <summary>The transports that this build has.</summary>
    public static IReadOnlyList<ServiceTransport> Transports { get; } =
#if SSH_NET
        [ServiceTransport.OpenSsh, ServiceTransport.SshNet];
#else
        [ServiceTransport.OpenSsh];
#endif

    public static SshTarget Target(this StandInAppliance appliance) => new()
    {
        Host = StandInAppliance.Host,
        Port = appliance.Port,
        User = StandInAppliance.User,
        KeyFile = appliance.ClientKeyPath,
        KnownHostsFiles = [appliance.KnownHostsPath],
    };

    public static ApplianceShell Shell(this StandInAppliance appliance, ServiceTransport transport) => ApplianceShell.Open(appliance.Target(), transport);

    public static ShellServiceControl Control(this StandInAppliance appliance, ServiceTransport transport) => new(appliance.Shell(transport));
}
