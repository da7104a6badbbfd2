namespace VcsaAuthGuard.Pacing;

/// <summary>
/// Shuts when a reading is over one figure and opens again when it is under another, so that a reading that wavers about one of
/// them does not open and shut it each time.
/// </summary>
public sealed class PaceGate
{
    private readonly Func<double?> _probe;
    private bool _mayReconnect = true;

    /// <summary>Initializes an open gate.</summary>
    /// <param name="reason">The subject of the reading.</param>
    /// <param name="shutsOver">The gate shuts when the reading is greater.</param>
    /// <param name="opensUnder">A shut gate opens when the reading is less. It is at most <paramref name="shutsOver"/>, or for whole
    /// numbers the next one.</param>
    /// <param name="probe">Takes a reading; null if none is available.</param>
    public PaceGate(HoldReason reason, double shutsOver, double opensUnder, Func<double?> probe)
    {
        Reason = reason;
        ShutsOver = shutsOver;
        OpensUnder = opensUnder;
        _probe = probe;
    }

    /// <summary>The latency of KB 440879 above which snapshots pause, in milliseconds. The article names 20 to 25 ms.</summary>
    public const double ArticleStop = 25;

    /// <summary>The latency of KB 440879 below which snapshots continue, in milliseconds.</summary>
    public const double ArticleResume = 20;

    /// <summary>Gets the subject of the reading.</summary>
    public HoldReason Reason { get; }

    /// <summary>Gets the reading above which the gate shuts.</summary>
    public double ShutsOver { get; }

    /// <summary>Gets the reading below which a shut gate opens.</summary>
    public double OpensUnder { get; }

    /// <summary>Gets a value indicating whether the gate is shut.</summary>
    public bool IsShut { get; private set; }

    /// <summary>Gets the last reading; null if none was available.</summary>
    public double? Reading { get; private set; }

    /// <summary>Gets the number of times no reading was available.</summary>
    public int Unknown { get; private set; }

    /// <summary>Gets the number of new sessions made for readings.</summary>
    public int Reconnects { get; private set; }

    /// <summary>
    /// Gets or sets the function that is called when no reading is available: it opens a new session if the one in use is gone, and returns
    /// whether there is one now. The reading is then repeated. It is not called again before a reading succeeded: a session that is refused
    /// from the start must not cause a login each time a held batch takes a reading.
    /// </summary>
    public Func<bool>? Reconnect { get; set; }

    /// <summary>Gets or sets the action that is called when the first reading fails after one that succeeded, or at the start.</summary>
    public Action<PaceGate>? OnUnknown { get; set; }

    /// <summary>Creates a gate for datastore latency.</summary>
    /// <param name="threshold">Milliseconds over which it shuts. It opens under four fifths of it, as 20 ms are of the article's 25
    /// ms.</param>
    /// <param name="probe">Returns the latency in milliseconds.</param>
    public static PaceGate ForLatency(double threshold, Func<double?> probe) =>
        new(HoldReason.Latency, threshold, threshold * ArticleResume / ArticleStop, probe);

    /// <summary>Creates a gate for the number of sessions.</summary>
    /// <param name="most">The maximum number of sessions.</param>
    /// <param name="probe">Returns the number of sessions.</param>
    public static PaceGate ForSessions(int most, Func<double?> probe) => new(HoldReason.Sessions, most, most + 1.0, probe);

    /// <summary>Takes a reading. A failed one changes nothing: a shut gate stays shut, an open one stays open.</summary>
    /// <returns>Whether the gate is open now.</returns>
    public bool Check()
    {
        bool wasKnown = Unknown == 0 || Reading is not null;
        Reading = Read();
        if (Reading is null && _mayReconnect && Reconnect?.Invoke() == true)
        {
            _mayReconnect = false;
            Reconnects++;
            Reading = Read();
        }

        if (Reading is double reading)
        {
            _mayReconnect = true;
            IsShut = IsShut ? !(reading < OpensUnder) : reading > ShutsOver;
        }
        else
        {
            Unknown++;
            if (wasKnown)
            {
                OnUnknown?.Invoke(this);
            }
        }

        return !IsShut;
    }

    private double? Read() => _probe() is double value && !double.IsNaN(value) ? value : null;
}
