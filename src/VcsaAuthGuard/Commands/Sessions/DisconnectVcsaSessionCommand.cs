using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere.SharedSessions;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Commands;

[Cmdlet(
    VerbsCommunications.Disconnect,
    "VcsaSession",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = ServerSet
)]
[OutputType(typeof(void))]
public sealed class DisconnectVcsaSessionCommand : CancellableCommand
{
    private const string ServerSet = "Server";
    private const string AllSet = "All";

    private readonly SharedSessions _sessions = new();

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public object[] Server { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == AllSet)
        {
            if (All)
            {
                EndAll(_sessions.List, "all servers");
                ForgetUnusable();
            }

            return;
        }

        foreach (object server in Server)
        {
            End(PSObject.AsPSObject(server));
        }
    }

    private void End(PSObject server)
    {
        string? name = server.BaseObject as string ?? (PowerCliServer.TryRead(server) is null ? ServerInput.Name(server) : null);
        if (server.BaseObject is VcsaConnection connection)
        {
            End(connection);
        }
        else if (name is not null)
        {
            if (ServerInput.ParseName(this, name) is Uri address)
            {
                EndAll(() => _sessions.Find(address), address.Authority);
            }
        }
        else if (PowerCliServer.TryRead(server) is PowerCliServer known)
        {
            End(known, server);
        }
        else
        {
            WriteError(ErrorRecords.UnknownConnection(server.BaseObject));
        }
    }

    private void EndAll(Func<IReadOnlyList<VcsaConnection>> find, string where)
    {
        // -WhatIf reads the stored sessions too, without asking a server.
        IReadOnlyList<VcsaConnection> meant = Read(find);
        if (meant.Count == 0)
        {
            WriteVerbose($"{where}: no session is stored.");
        }

        foreach (VcsaConnection connection in meant)
        {
            End(connection);
        }
    }

    private void ForgetUnusable()
    {
        if (
            TryWaitFor(() => Task.FromResult(_sessions.CountUnusable()), out int count)
            && count > 0
            && ShouldProcess($"{Phrases.Count(count, "file")}, damaged or of another version", "Remove")
        )
        {
            TryWaitFor(
                async () =>
                {
                    await _sessions.ForgetUnusableAsync(StopToken).ConfigureAwait(false);
                    return true;
                },
                out _);
        }
    }

    private void End(VcsaConnection connection)
    {
        string server = connection.GetOptions().Address.Authority;
        if (ShouldProcess(server, $"End the session of {connection.User} for everyone who uses it"))
        {
            End(connection, server);
            new PowerCliCommands(this).Forget(connection.GetSecret());
        }
    }

    private void End(PowerCliServer known, PSObject server)
    {
        PowerCliCommands powerCli = new(this);
        VcsaConnection? kept = Read(_sessions.List).FirstOrDefault(item => known.Secrets.Any(secret => secret.IsSameAs(item.GetSecret())));
        if (!ShouldProcess(known.Name, kept is null ? "Disconnect-VIServer" : $"End the session of {kept.User} for everyone who uses it"))
        {
            return;
        }

        if (kept is not null)
        {
            End(kept, known.Name);
        }

        // A session that is not kept is PowerCLI's own affair. Of a kept one that is over by now, PowerCLI need only forget it.
        if (powerCli.Disconnect(server) is string failure)
        {
            if (kept is null)
            {
                WriteError(ErrorRecords.PowerCliDisconnectFailed(known.Name, failure));
            }
            else
            {
                WriteVerbose($"{known.Name}: PowerCLI had no session to end: {failure}");
            }
        }
    }

    private void End(VcsaConnection connection, string server)
    {
        if (TryWaitFor(() => _sessions.DisconnectAsync(connection, StopToken), out bool wasThere))
        {
            WriteVerbose($"{server}: {(wasThere ? "logged out" : "the session had already ended")}; the stored session was removed.");
        }
    }

    private IReadOnlyList<VcsaConnection> Read(Func<IReadOnlyList<VcsaConnection>> find)
    {
        try
        {
            return find();
        }
        catch (SessionStoreException e)
        {
            WriteError(ErrorRecords.From(e));
            return [];
        }
    }
}
