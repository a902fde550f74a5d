namespace NhiPortal.Domain.Credentials;

/// <summary>
/// The renewal of one credential as a sequence that proves itself: planned, the new one staged, shown to work, its users
/// switched over, the old one shown to be dead, closed. Steps are reached in order and never skipped, whoever carries them
/// out; a step that fails leaves the rotation where it was.
/// </summary>
public sealed partial class Rotation
{
    public const int ShortestEvidence = 10, LongestLink = 400, MostAttempts = 100;

    private Rotation() { }

    public RotationId Id { get; private set; }
    public CredentialId CredentialId { get; private set; }
    public TenantId TenantId { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public RotationWay Way { get; private set; }
    public RotationState State { get; private set; }

    /// <summary>The last step that was reached and proved.</summary>
    public RotationStep Reached { get; private set; }

    public PersonId? StartedById { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string? NewKeptIn { get; private set; }
    public DateTimeOffset? NewExpiresAt { get; private set; }
    public CredentialId? SuccessorId { get; private set; }
    public List<RotationAttempt> Attempts { get; private set; } = [];
    public int Version { get; private set; }

    public bool IsOpen => State is RotationState.Open or RotationState.Failed;

    /// <summary>What is to be done now; null when nothing is.</summary>
    public RotationStep? Next => IsOpen ? Reached + 1 : null;

    public static Result<Rotation> Begin(Credential credential, RotationWay way, PersonId? by, DateTimeOffset now)
    {
        if (credential.Ended is { } over)
            return over;
        if (!credential.NeedsRotation)
            return new Refusal("nothing_kept", "A federated identity keeps no secret; its issuer renews it by itself.");
        return new Rotation
        {
            Id = Domain.Id.New<RotationId>(now),
            CredentialId = credential.Id,
            TenantId = credential.TenantId,
            IntegrationId = credential.IntegrationId,
            Way = way,
            StartedById = by,
            StartedAt = now,
        };
    }

    /// <summary>A step before the last was done and is proved.</summary>
    /// <param name="step">Must be the next one.</param>
    /// <param name="proof">What shows it.</param>
    /// <param name="renewed">With the staging: where the new one lives.</param>
    /// <param name="now">The moment.</param>
    public Result<Done> Reach(RotationStep step, StepProof proof, Renewed? renewed, DateTimeOffset now)
    {
        if (step == RotationStep.Closed)
            return new Refusal("close_it", "A rotation is closed by itself, once the old one is proved dead.");
        if (WhyNot(step, proof) is { } refused)
            return refused;
        if (step == RotationStep.Staged)
        {
            if (renewed is null)
                return new Refusal("renewed", "Say where the new one is kept and until when it is valid.");
            var keptIn = SecretLooks.Read(renewed.KeptIn, "Where the new one is kept", Text.Resource);
            if (!keptIn.Succeeded)
                return keptIn.Refusal;
            if (renewed.ExpiresAt <= now)
                return new Refusal("ends_first", "The new one would have ended already. Give the day it ends, or none.");
            (NewKeptIn, NewExpiresAt) = (keptIn.Value, renewed.ExpiresAt);
        }

        Note(step, proof, true, now);
        (Reached, State) = (step, RotationState.Open);
        Moved(step, now);
        return default(Done);
    }

    /// <summary>The next step was tried and did not work; what is valid stays as <see cref="RotationFailure"/> says.</summary>
    public Result<RotationFailure> Fail(RotationStep step, StepProof proof, DateTimeOffset now)
    {
        if (WhyNot(step, proof) is { } refused)
            return refused;
        Note(step, proof, false, now);
        State = RotationState.Failed;
        return RotationFailure.Of(step);
    }

    /// <summary>Ends it well: the successor takes the credential's place. Only proof that the old one is dead opens this way.</summary>
    public Result<Credential> Close(Credential credential, PersonId? by, DateTimeOffset now)
    {
        if (credential.Id != CredentialId)
            return new Refusal("not_found", "That is not the credential this rotation is of.");
        if (credential.Ended is { } over)
            return over;
        if (!IsOpen || Reached != RotationStep.OldDead)
            return new Refusal("not_proved", IsOpen ? "The old one has not been proved dead yet; nothing else closes a rotation." : "This rotation is over.");
        var staged = Attempts.Last(attempt => attempt is { Step: RotationStep.Staged, Succeeded: true }).At;
        var successor = Credential.Create(TenantId, IntegrationId, credential.Description with { KeptIn = NewKeptIn!, IssuedAt = staged, ExpiresAt = NewExpiresAt!.Value, LastRotatedAt = staged }, now);
        if (credential.OwnSchedule is { } own)
            successor.Follow(own);
        successor.Succeed(credential);
        successor.SignsInAs(NewAccount ?? Account ?? credential.Account);
        credential.Supersede(successor.Id, now);
        Note(RotationStep.Closed, new(by, "The successor has taken its place in the register."), true, now);
        (Reached, State, EndedAt, SuccessorId) = (RotationStep.Closed, RotationState.Closed, now, successor.Id);
        return successor;
    }

    /// <summary>Leaves it: the old one stays. Not once its users are on the new one, for then there is no way back but forward, unless the old one has ended otherwise.</summary>
    public Result<Done> GiveUp(Credential credential, DateTimeOffset now)
    {
        if (WhyNotGiveUp(credential) is { } no)
            return no;
        if (ClaimedUntil > now)
            return new Refusal("at_work", "The portal is at work on it at this moment. Try again in a few minutes.");
        if (LeavesSomething)
            Withdraw(now);
        else
            (State, EndedAt) = (RotationState.GivenUp, now);
        Version++;
        return default(Done);
    }

    public Refusal? WhyNotGiveUp(Credential credential) =>
        IsWithdrawing ? StuckSince is null ? new("withdrawing", "It is given up already. The portal is withdrawing what it made, and looks whether the target shows that.") : null
        : !IsOpen ? new("over", "This rotation is over.")
        : WhyNoWayBack is { } none && credential.Ended is null ? none
        : Reached >= RotationStep.Switched && credential.Ended is null ? new("switched", "Its users are on the new one already. Prove the old one dead and close it.") : null;

    private Refusal? WhyNot(RotationStep step, StepProof proof)
    {
        if (Next is not { } next)
            return new("over", "This rotation is over.");
        if (step != next)
            return new("out_of_order", $"The next step is: {next.Words()}. Steps are not skipped and not done twice; look at it again.");
        if (Attempts.Count >= MostAttempts && Way == RotationWay.Manual)
            return new("too_many_attempts", "It was tried too often. Give it up and begin anew.");
        var evidence = Text.Required(proof.Evidence, "The evidence", Text.Reason, ShortestEvidence);
        if (!evidence.Succeeded)
            return evidence.Refusal;
        if (SecretLooks.IsOne(proof.Evidence) || (proof.Link is { } said && SecretLooks.IsOne(said)))
            return new("looks_secret", "The evidence looks as if it held a secret. Say what was seen, not the secret, and change it if it has been shown to anybody.");
        return proof.Link is not { } link || (link.Length <= LongestLink && Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
            ? null
            : new("link", $"A link begins with https:// and has at most {LongestLink} characters.");
    }

    private void Note(RotationStep step, StepProof proof, bool succeeded, DateTimeOffset now)
    {
        Attempts.Add(new()
        {
            RotationId = Id,
            Number = Attempts.Count + 1,
            Step = step,
            Succeeded = succeeded,
            At = now,
            PersonId = proof.By,
            Evidence = Text.Kept(proof.Evidence, Text.Reason),
            Link = proof.Link,
        });
        Version++;
    }
}
