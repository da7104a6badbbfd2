using System.Net;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Represents an appliance to reach over SSH, and how to reach it.</summary>
public sealed record SshTarget
{
    /// <summary>Gets the host's name or address, or for OpenSSH an alias in <c>~/.ssh/config</c>.</summary>
    public required string Host { get; init; }

    /// <summary>Gets the SSH port; null for 22 or the port in <c>~/.ssh/config</c>.</summary>
    public int? Port { get; init; }

    /// <summary>Gets the account; null for that of <c>~/.ssh/config</c>, or <c>root</c>.</summary>
    public string? User { get; init; }

    /// <summary>Gets a password, and the user it belongs to. Only SSH.NET takes one.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Gets the file of a private key; null for the keys of the agent and of <c>~/.ssh</c>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Gets the only host key to accept; null to use known_hosts.</summary>
    public HostKeyFingerprint? HostKey { get; init; }

    /// <summary>Gets the known_hosts files; null for those of the user and the machine.</summary>
    public IReadOnlyList<string>? KnownHostsFiles { get; init; }

    /// <summary>Gets the time allowed for connecting; 15 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Throws when a key's file is not there, which ssh itself reports as a refused login only.</summary>
    internal static void ThrowIfKeyFileMissing(string file)
    {
        // ssh itself expands tildes and tokens.
        if (!File.Exists(file) && file.IndexOfAny(['~', '%']) < 0)
        {
            throw new ApplianceException(
                ApplianceProblem.FileUnusable,
                $"The key file {file} does not exist or must not be read.",
                "Check -KeyFile."
            );
        }
    }
}
