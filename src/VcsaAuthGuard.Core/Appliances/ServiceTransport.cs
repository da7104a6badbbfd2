namespace VcsaAuthGuard.Appliances;

/// <summary>Specifies how to reach an appliance's services.</summary>
public enum ServiceTransport : long
{
    /// <summary>SSH.NET when a password is given, OpenSSH otherwise.</summary>
    Auto,

    /// <summary>The <c>ssh</c> program: agents, <c>~/.ssh/config</c>, jump hosts, hardware keys.</summary>
    OpenSsh,

    /// <summary>The library SSH.NET: user name and password, or a key's file.</summary>
    SshNet,

    /// <summary>The REST API of vCenter Server (<c>/api/vcenter/services</c>).</summary>
    Rest,
}
