namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Specifies the kinds of events of a restart.</summary>
public enum RestartEventKind : long
{
    /// <summary>A check.</summary>
    Check,

    /// <summary>A step begins.</summary>
    Step,

    /// <summary>A line that a step printed.</summary>
    Output,

    /// <summary>A step ended.</summary>
    StepEnd,

    /// <summary>A look at the services.</summary>
    State,

    /// <summary>The end.</summary>
    Outcome,
}
