namespace VcsaAuthGuard.Pacing;

/// <summary>Represents the work of a run. A unit is what is run at once: a batch, or an item of it.</summary>
/// <typeparam name="T">The items.</typeparam>
public interface IBatchWork<T>
{
    /// <summary>Returns an identity of an item that is the same in a later run. It is called only when there is a checkpoint.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The name; null, and said so, when it has none. Such an item is not run.</returns>
    string? IdentityOf(T item);

    /// <summary>Says that an item has the identity of an earlier one, so that it is not run.</summary>
    /// <param name="item">The later item.</param>
    /// <param name="identity">The identity of both.</param>
    void OnTwice(T item, string identity);

    /// <summary>Returns whether to run a batch.</summary>
    /// <param name="batch">Its items.</param>
    /// <param name="number">Its number; 1 is the first.</param>
    /// <param name="count">How many there are.</param>
    bool ShouldRun(IReadOnlyList<T> batch, int number, int count);

    /// <summary>Returns how the last unit ended.</summary>
    /// <param name="unit">The unit.</param>
    WorkOutcome GetOutcome(IReadOnlyList<T> unit);

    /// <summary>Waits for what a unit began; called when the batch is through, and again after a session that was lost meanwhile.</summary>
    /// <param name="unit">The unit.</param>
    WorkOutcome Settle(IReadOnlyList<T> unit);

    /// <summary>Makes a new session in the place of the one that is gone.</summary>
    /// <returns>Whether there is one now.</returns>
    bool Reconnect();

    /// <summary>Says that a unit failed because the session was gone, and stays undone.</summary>
    /// <param name="unit">The unit.</param>
    void GiveUp(IReadOnlyList<T> unit);
}
