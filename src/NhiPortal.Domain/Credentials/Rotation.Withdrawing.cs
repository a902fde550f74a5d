namespace NhiPortal.Domain.Credentials;

/// <content>Given up on the way: what the portal made on the target goes, and only what the target shows ends it.</content>
public sealed partial class Rotation
{
    public bool IsWithdrawing => State == RotationState.Withdrawing;

    /// <summary>A second account or a second secret may be there, and nobody was told to use it alone.</summary>
    private bool LeavesSomething => IsOpen && Way == RotationWay.Connector && Touched && NewAccount is not null && Reached < RotationStep.Switched;

    /// <summary>The target shows that what was made is gone or switched off.</summary>
    public void Withdrawn(DateTimeOffset now) => (State, EndedAt, ClaimedUntil, Trouble, StuckSince, Version) = (RotationState.GivenUp, now, default, null, null, Version + 1);

    /// <summary>One try to withdraw it did not work; it is tried again.</summary>
    /// <returns>True when somebody must be told now.</returns>
    public bool WithdrawFailed(string sentence, bool retryable, DateTimeOffset now)
    {
        Version++;
        return Wait(Text.Shortened(sentence, Text.Reason) ?? "It did not work.", retryable, now);
    }

    private void Withdraw(DateTimeOffset now) => (State, DueAt, Tries, Trouble, StuckSince) = (RotationState.Withdrawing, now, 0, null, null);
}
