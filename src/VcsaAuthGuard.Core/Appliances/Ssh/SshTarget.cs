using System.Net;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Represents an appliance to reach over SSH, and how to reach it.</summary>
public sealed record SshTarget
{
    /// <summary>Its name or address, or for OpenSSH an alias of <c>~/.ssh/config</c>.</summary>
    public required string Host { get; init; }

    /// <summary>Its SSH port; null: 22, or what <c>~/.ssh/config</c> says.</summary>
    public int? Port { get; init; }

    /// <summary>The account; null: <c>root</c>, or what <c>~/.ssh/config</c> says.</summary>
    public string? User { get; init; }

    /// <summary>A password, and the user it belongs to. Only SSH.NET takes one.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>A private key's file; null: those of the agent and of <c>~/.ssh</c>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The host key to accept, and no other; null: known_hosts decides.</summary>
    public HostKeyFingerprint? HostKey { get; init; }

    /// <summary>The known_hosts files to use in the place of the user's and the machine's; null: those.</summary>
    public IReadOnlyList<string>? KnownHostsFiles { get; init; }

    /// <summary>Gets the time allowed for connecting; 15 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Throws when a key's file is not there, which ssh itself reports as a refused login only.</summary>
    internal static void ThrowIfKeyFileMissing(string file)
    {
        // ssh expands tildes and tokens by itself.
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
