using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Resolves -Server where a running vCenter Server is read: names, PowerCLI's connections and the output of Connect-VcsaSession. Without a
/// credential the session is PowerCLI's, or the stored one of Connect-VcsaSession.
/// </summary>
/// <param name="cmdlet">The cmdlet, which writes the errors.</param>
/// <param name="credential">The account to log in as; null to use existing sessions.</param>
/// <param name="thumbprint">The only certificate to accept; null when the system's rules decide.</param>
/// <param name="skipCertificateCheck">Whether every certificate is accepted.</param>
/// <param name="timeout">The time limit of one call.</param>
internal sealed class LiveServerInput(
    PSCmdlet cmdlet, PSCredential? credential, CertificateThumbprint? thumbprint, bool skipCertificateCheck, TimeSpan timeout)
{
    /// <summary>Returns the servers, each once; an error is written for each that is none or that there is no session with.</summary>
    public IReadOnlyList<LiveTarget> Resolve(IEnumerable<object?> servers)
    {
        List<LiveTarget> targets = [];
        HashSet<Uri> seen = [];
        foreach (object? server in servers)
        {
            if (server is not null && Resolve(PSObject.AsPSObject(server)) is LiveTarget target && seen.Add(target.Client.Address))
            {
                targets.Add(target);
            }
        }

        return targets;
    }

    private LiveTarget? Resolve(PSObject server)
    {
        switch (server.BaseObject)
        {
            case string name:
                return Resolve(name);
            case VcsaConnection connection:
                return Create(connection);
            default:
                if (PowerCliServer.TryRead(server) is PowerCliServer known)
                {
                    return Create(known);
                }

                if (ServerInput.Name(server) is string given)
                {
                    return Resolve(given);
                }

                cmdlet.WriteError(ErrorRecords.UnknownConnection(server.BaseObject));
                return null;
        }
    }

    private LiveTarget? Resolve(string name)
    {
        Uri address;
        try
        {
            address = ServerAddress.Parse(name);
        }
        catch (FormatException e)
        {
            cmdlet.WriteError(ErrorRecords.InvalidServerName(name, e));
            return null;
        }

        if (credential is not null)
        {
            return Create(address, []);
        }

        if (PowerCliServer.Defaults(cmdlet.SessionState).FirstOrDefault(server => server.GoesTo(address)) is PowerCliServer connected)
        {
            return Create(connected);
        }

        if (FindStored(address) is VcsaConnection stored)
        {
            return Create(stored);
        }

        cmdlet.WriteError(ErrorRecords.NoLiveSession(address.Authority));
        return null;
    }

    private VcsaConnection? FindStored(Uri address)
    {
        try
        {
            return new SharedSessions().List().FirstOrDefault(stored => stored.GetOptions().Address == address);
        }
        catch (SessionStoreException e)
        {
            cmdlet.WriteError(ErrorRecords.From(e));
            return null;
        }
    }

    private LiveTarget Create(VcsaConnection connection)
    {
        // Its own idea of which certificate to accept, unless this command was given another.
        bool isTrustGiven = thumbprint is not null || skipCertificateCheck;
        VSphereClientOptions options = isTrustGiven ? OptionsFor(connection.GetOptions().Address) : connection.GetOptions();
        return Create(options with { Timeout = timeout }, [connection.GetSecret()], "the session of Connect-VcsaSession");
    }

    private LiveTarget? Create(PowerCliServer server)
    {
        if (credential is null && (!server.IsConnected || server.Secrets.Count == 0))
        {
            cmdlet.WriteError(ErrorRecords.NoLiveSession(server.Name));
            return null;
        }

        return Create(server.Address, server.Secrets);
    }

    private LiveTarget Create(Uri address, IReadOnlyList<SessionSecret> secrets) =>
        Create(OptionsFor(address), secrets, "PowerCLI's session");

    private LiveTarget Create(VSphereClientOptions options, IReadOnlyList<SessionSecret> secrets, string session) =>
        credential is null
            ? new(options, null, secrets, session)
            // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
            : new(options, new NetworkCredential(credential.UserName, credential.Password), [], $"a session of {credential.UserName}");

    private VSphereClientOptions OptionsFor(Uri address) => new()
    {
        Address = address,
        Thumbprint = thumbprint,
        SkipCertificateCheck = skipCertificateCheck,
        Timeout = timeout,
    };
}
