using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.LiveServers;

/// <summary>Reads a running vCenter Server over its API and returns what its logs, events and sessions show.</summary>
/// <param name="options">The server and the time of interest.</param>
/// <param name="report">Receives problems and progress.</param>
public sealed class LiveReader(LiveServerOptions options, LogReadReport report)
{
    private IReadOnlyList<MissingPart> _missing = [];
    private LiveServer? _server;

    /// <summary>Gets what could not be read.</summary>
    public IReadOnlyList<MissingPart> Missing => _missing;

    /// <summary>Gets the number of lines of logs to read; 0 until it is known.</summary>
    public long TotalLines => _server?.TotalLines ?? 0;

    /// <summary>Gets the number of lines of logs that were read.</summary>
    public long LinesRead => _server?.LinesRead ?? 0;

    /// <summary>Gets the number of logins that were made.</summary>
    public int Logins { get; private set; }

    /// <summary>Gets the number of calls that were made.</summary>
    public long Calls { get; private set; }

    /// <summary>Gets the reason why the session that was opened could not be ended; null if it was, or when none was opened.</summary>
    public ServerException? LogoutFailure { get; private set; }

    /// <summary>Determines the cause of the server's problem.</summary>
    /// <param name="diagnosis">What is known beside the server.</param>
    /// <param name="range">The part of the logs to judge.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="ServerException">The server could not be read.</exception>
    public IEnumerable<VcsaDiagnosis> Diagnose(DiagnosisOptions diagnosis, TimeRange range, CancellationToken token)
    {
        return Read(Diagnose, token);

        IEnumerable<VcsaDiagnosis> Diagnose(LiveServer server)
        {
            Wait(() => server.ReadSessionsAsync(token));
            IReadOnlyList<LogInput> logs = Wait(() => server.FindLogsAsync(LogKinds.Diagnosis, token));
            DiagnosisOptions known = diagnosis with
            {
                Server = diagnosis.Server ?? server.Name,
                SessionLimit = diagnosis.SessionLimit ?? (server.Limit is { IsConfigured: true } limit ? limit.Value : null),
            };
            DiagnosisReader reader = new(known, report) { Range = range };
            foreach (ClientEvent found in Wait(() => server.ReadEventsAsync(token)))
            {
                reader.Add(found);
            }

            VcsaDiagnosis? result = reader.Read(logs, token).FirstOrDefault();
            result ??= VerdictCalculator.Calculate(new EvidenceCollector(known).Complete(null, range), report.Counts);
            yield return Complete(result, server);
        }
    }

    /// <summary>Finds the refused and failed API calls in the server's logs.</summary>
    /// <param name="query">Which faults are wanted.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="ServerException">The server could not be read.</exception>
    public IEnumerable<AuthFault> ReadFaults(FaultQuery query, CancellationToken token)
    {
        return Read(Find, token);

        IEnumerable<AuthFault> Find(LiveServer server)
        {
            IReadOnlyList<LogInput> logs = Wait(() => server.FindLogsAsync(query.Logs, token));
            return FaultReader.Read(logs, query, report, token).Select(fault => fault with { Server = fault.Server ?? server.Name });
        }
    }

    /// <summary>Measures the load of each of the server's clients.</summary>
    /// <param name="rules">The thresholds of habits.</param>
    /// <param name="range">The part of the logs to measure.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="ServerException">The server could not be read.</exception>
    public IEnumerable<ApiClientLoad> ReadLoad(LoadRules rules, TimeRange range, CancellationToken token)
    {
        return Read(Measure, token);

        IEnumerable<ApiClientLoad> Measure(LiveServer server)
        {
            IReadOnlyList<LogInput> logs = Wait(() => server.FindLogsAsync(LogKinds.All, token));
            ApiLoadReader reader = new(rules, report) { Range = range };
            foreach (ClientEvent found in Wait(() => server.ReadEventsAsync(token)))
            {
                reader.Add(found);
            }

            return reader.Read(logs, token).Select(load => load with { Server = load.Server ?? server.Name });
        }
    }

    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    private static void Wait(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    private static VcsaDiagnosis Complete(VcsaDiagnosis found, LiveServer server) => found with
    {
        Server = found.Server ?? server.Name,
        Version = found.Version ?? server.About?.Version,
        Source = server.Name,
        OpenSessions = ToOpenSessions(server),
        MissingEvidence = (MissingEvidence[])
        [
            .. found.MissingEvidence,
            .. server.Missing.Select(part => new MissingEvidence(part.Name, part.Statement, part.Remedy)),
        ],
    };

    private static OpenSessions? ToOpenSessions(LiveServer server)
    {
        if (server.Sessions is not SessionListing listing)
        {
            return null;
        }

        SessionLimit limit = server.Limit ?? SessionLimit.ForServer(listing.About);
        SessionSummary summary = SessionSummary.Create(listing.Sessions, listing.About, server.Name, limit, null);
        SessionClient? most = summary.Clients.Count > 0 ? summary.Clients[0] : null;
        return new()
        {
            Count = summary.Total,
            Limit = summary.Limit,
            User = most?.UserName,
            Address = most?.IpAddress,
            UserCount = most?.Sessions ?? 0,
        };
    }

    private IEnumerable<T> Read<T>(Func<LiveServer, IEnumerable<T>> read, CancellationToken token)
    {
        using LiveServer server = new(options);
        _server = server;
        try
        {
            foreach (T item in read(server))
            {
                yield return item;
            }

            token.ThrowIfCancellationRequested();
        }
        finally
        {
            LogoutFailure = Wait(() => LogOutAsync(server, token));
            (_missing, Logins, Calls) = (server.Missing, server.Logins, server.Calls);
        }
    }

    /// <summary>Ends the session; after a cancellation for no longer than a moment, while the rest is done in the background.</summary>
    private static async Task<ServerException?> LogOutAsync(LiveServer server, CancellationToken token)
    {
        Task<ServerException?> close = server.CloseAsync();
        Task delay = token.IsCancellationRequested ? Task.Delay(LoginGrace.Grace, CancellationToken.None) : close;
        await Task.WhenAny(close, delay).ConfigureAwait(false);
        return token.IsCancellationRequested && !close.IsCompleted ? null : await close.ConfigureAwait(false);
    }
}
