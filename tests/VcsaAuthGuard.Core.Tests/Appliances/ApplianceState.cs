using System.Globalization;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>The state directory of a stand-in appliance: what its services do, and what is to go wrong.</summary>
public class ApplianceState : IDisposable
{
    /// <summary>A new one, in which all services of the sample run that run there.</summary>
    public ApplianceState()
        : this(Directory.CreateTempSubdirectory("appliance-").FullName) =>
        Appliance("new", Folder);

    protected ApplianceState(string folder) => Folder = folder;

    /// <summary>The state directory.</summary>
    public string Folder { get; }

    protected static string Script => Path.Combine(Repository.Root, "tests", "fixtures", "appliance", "appliance");

    /// <summary>Makes something go wrong in calls of an action: the first <paramref name="times"/> (-1: all) after <paramref name="skip"/>
    /// good ones.</summary>
    /// <param name="service">A bare id (vpxd), or * for any.</param>
    /// <param name="action">What it belongs to.</param>
    /// <param name="fault">What happens. Several of one action come together.</param>
    /// <param name="seconds">The fault's seconds; fractions count.</param>
    /// <param name="times">How many calls it meets.</param>
    /// <param name="skip">How many go well before.</param>
    public void SetFault(string service, ApplianceAction action, ApplianceFault fault, double seconds = 0, int times = -1, int skip = 0) =>
        Appliance(
            "fault",
            Folder,
            service,
            $"{action}",
            $"{fault}",
            Text(skip),
            Text(times),
            seconds.ToString(CultureInfo.InvariantCulture)
        );

    public void ClearFaults() => Appliance("nofaults", Folder);

    /// <summary>Puts a service into a state, at once; STARTED with a new process.</summary>
    public void Put(string id, string runState, string health = "HEALTHY") => Appliance("put", Folder, id, runState, health);

    /// <summary>Returns the current state of each service, by id.</summary>
    public IReadOnlyDictionary<string, StandInService> States()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return History().ToDictionary(item => item.Key, item => item.Value.Last(entry => entry.At <= now).Service);
    }

    /// <summary>
    /// Returns the states of each service with their times, oldest first, including the future ones of an action in progress.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<(DateTimeOffset At, StandInService Service)>> History() =>
        Directory
            .EnumerateFiles(Path.Combine(Folder, "services"))
            .Where(file => !Path.GetFileName(file).StartsWith('.'))
            .ToDictionary(file => Path.GetFileName(file)!, Read);

    /// <summary>Every command that a login brought, in order, quoted as bash's %q does.</summary>
    public IReadOnlyList<string> Commands() => File.ReadAllLines(Path.Combine(Folder, "commands"));

    /// <summary>Returns the actions on services in order: action, id, and 0 or 1 for the result that the command reported.</summary>
    public IReadOnlyList<string> Log() =>
        [.. File.ReadAllLines(Path.Combine(Folder, "log")).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];

    /// <summary>Runs service-control or vmon-cli as a login in bash would, without ssh.</summary>
    public (int ExitCode, string Output, string Errors) Run(string program, params string[] arguments) =>
        Repository.Run(
            "/usr/bin/env",
            [$"VCSA_STANDIN={Folder}", "bash", Path.Combine(Path.GetDirectoryName(Script)!, "commands", program), .. arguments]
        );

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (Directory.Exists(Folder))
        {
            Appliance("end", Folder);
        }
    }

    /// <summary>Runs a command of tests/fixtures/appliance/appliance to its end.</summary>
    protected static void Appliance(params string[] arguments)
    {
        (int code, _, string errors) = Repository.Run("bash", [Script, .. arguments]);
        if (code != 0)
        {
            throw new InvalidOperationException($"appliance {string.Join(' ', arguments)}: exit code {code}. {errors}");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<(DateTimeOffset At, StandInService Service)> Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        string[] head = lines[0].Split(' ', 4);
        return
        [
            .. lines
                .Skip(1)
                .Select(line => line.Split(' '))
                .Select(words =>
                    (
                        Time(words[0]),
                        new StandInService(
                            Path.GetFileName(file),
                            head[0],
                            words[1],
                            words[2],
                            head[1],
                            words[3] == "-" ? null : int.Parse(words[3], CultureInfo.InvariantCulture),
                            Time(words[4]),
                            head[2] == "vmon"
                        )
                    )
                ),
        ];
    }

    private static DateTimeOffset Time(string milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
}
