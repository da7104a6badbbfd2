using System.Collections;
using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.PowerCli;

namespace VcsaAuthGuard.Pacing;

/// <summary>Reads the values for the gates of a run from script blocks, PowerCLI's Get-Stat and Get-VcsaSession.</summary>
internal sealed class PaceProbes(PSCmdlet cmdlet)
{
    /// <summary>Gets the reason why the last reading failed, where one was given.</summary>
    public ErrorRecord? LastError { get; private set; }

    /// <summary>Returns the highest number a block writes.</summary>
    public double? FromBlock(ScriptBlock block)
    {
        double? highest = null;
        return Guard(() =>
        {
            BlockPipeline.Run(new object[] { true }, block, item =>
            {
                if ((item is PSObject wrapped ? wrapped.BaseObject : item) is ErrorRecord error)
                {
                    LastError = error;
                }
                else if (
                    item is not null
                    && LanguagePrimitives.TryConvertTo(item, CultureInfo.InvariantCulture, out double value)
                    && !(value <= highest)
                )
                {
                    highest = value;
                }
            });

            // Without a session a block may well count nothing at all, and that is no reading.
            return LastError is not null && BlockWork.IsDrop(LastError) ? null : highest;
        });
    }

    /// <summary>Returns the mean latency of the slowest datastore, over the last 5 minutes; null if one of them has none.</summary>
    public double? FromDatastores(StatCommands commands, object[] datastores) => Guard(() =>
    {
        LatencyRule rule = new();
        LatencyMeter meter = new(rule);
        LatencyInput input = new(meter);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        List<ErrorRecord> errors = [];
        foreach (object datastore in datastores)
        {
            input.Read(cmdlet, commands, PSObject.AsPSObject(datastore), now - rule.Recent, errors);
        }

        LastError = errors.FirstOrDefault();
        IReadOnlyList<DatastoreLatency> results = meter.Evaluate(now);
        return results.Any(result => result.Mean is null) ? null : results.Max(result => result.Mean);
    });

    /// <summary>
    /// Returns the number of sessions of the account that Get-VcsaSession itself uses; the highest number of several servers.
    /// </summary>
    public double? FromSessions(CommandInfo getSession) =>
        Guard(() =>
        {
            List<ErrorRecord> errors = [];
            IReadOnlyList<PSObject> sessions = BlockPipeline.Call(cmdlet, getSession, new Hashtable(), errors);
            LastError = errors.FirstOrDefault();
            var accounts = sessions.Where(session => Properties.Get(session, "IsCurrent") is true).Select(Account).Distinct().ToList();
            return errors.Count > 0 || accounts.Count == 0
                ? null
                : accounts.Max(account => (double?)sessions.Count(session => Account(session) == account));
        });

    private static (string? Server, string? User) Account(PSObject session) =>
        (Properties.GetText(session, "Server")?.ToUpperInvariant(), Properties.GetText(session, "UserName")?.ToUpperInvariant());

    private double? Guard(Func<double?> read)
    {
        LastError = null;
        try
        {
            return read();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            LastError = e.ErrorRecord;
            return null;
        }
    }
}
