namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Specifies how a restart ended.</summary>
public enum RestartOutcome : long
{
    /// <summary>The services run, healthy, as new processes.</summary>
    Restarted,

    /// <summary>The restart was declined, or this appliance was restarted already.</summary>
    NothingToDo,

    /// <summary>A check before it said no; nothing was changed.</summary>
    Refused,

    /// <summary>It did not work, or it could not be seen that it did; the report says what runs.</summary>
    Failed,
}
