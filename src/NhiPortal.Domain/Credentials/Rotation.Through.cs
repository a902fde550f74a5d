using NhiPortal.Domain.Executions;

namespace NhiPortal.Domain.Credentials;

/// <summary>How the portal is to renew a credential itself.</summary>
/// <param name="Target">Where the account is.</param>
/// <param name="Account">What signs in with the old one.</param>
/// <param name="Partner">The account that takes its place; null where one account keeps its name and both secrets cannot live at once.</param>
/// <param name="OverlapHours">How long both live before everything counts as switched, unless somebody says so sooner.</param>
public sealed record RotationCourse(TargetId Target, string Account, string? Partner, int OverlapHours)
{
    public const int LongestOverlap = 720, UsualOverlap = 24;
    private const string Second = "-b";

    /// <summary>The other name of a pair that takes turns.</summary>
    public static string PartnerOf(string account) => account.EndsWith(Second, StringComparison.Ordinal) && account.Length > Second.Length ? account[..^Second.Length] : account + Second;
}

/// <content>The steps as the portal itself carries them out: taken by one instance, tried until they are proved, told when that takes too long.</content>
public sealed partial class Rotation
{
    /// <summary>Where the portal carries it out.</summary>
    public TargetId? TargetId { get; private set; }

    public string? Account { get; private set; }

    /// <summary>What takes the account's place; null when it keeps its name.</summary>
    public string? NewAccount { get; private set; }

    public int OverlapHours { get; private set; }

    /// <summary>From here on its users count as switched.</summary>
    public DateTimeOffset? SwitchAt { get; private set; }

    /// <summary>The vault's own name of what it keeps.</summary>
    public string? VaultVersion { get; private set; }

    /// <summary>Something may have reached the target.</summary>
    public bool Touched { get; private set; }

    /// <summary>The server was seen to refuse a password that had been replaced.</summary>
    public bool ReplacedRefused { get; private set; }

    public DateTimeOffset? DueAt { get; private set; }
    public DateTimeOffset ClaimedUntil { get; private set; }
    public int Tries { get; private set; }

    /// <summary>Why the next step is not reached; null when nothing keeps it.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Since when somebody must look.</summary>
    public DateTimeOffset? StuckSince { get; private set; }

    /// <summary>A person's word is taken where the portal cannot see it: that everything was switched, and what a lasting password of one account answers.</summary>
    public bool TakesWord => Way == RotationWay.Manual || Next == RotationStep.Switched || (Next == RotationStep.OldDead && NewAccount is null && !ReplacedRefused);

    private Refusal? WhyNoWayBack => Touched && NewAccount is null && Way == RotationWay.Connector
        ? new("no_way_back", "The account has one password, and the old one is replaced or about to be. Go on until the new one is in use.")
        : null;

    /// <summary>Begins it; the first step is due at once.</summary>
    public static Result<Rotation> Through(Credential credential, RotationCourse course, PersonId? by, DateTimeOffset now)
    {
        if (course.OverlapHours is < 0 or > RotationCourse.LongestOverlap)
            return new Refusal("overlap", $"Both may live 0 to {RotationCourse.LongestOverlap} hours side by side.");
        var account = Text.Required(course.Account, "The account", Text.Name);
        if (!account.Succeeded)
            return account.Refusal;
        if (credential.Kind is not (CredentialKind.Password or CredentialKind.ClientSecret or CredentialKind.Token or CredentialKind.ApiKey))
            return new Refusal("no_password", "The portal renews secrets an account signs in with; a key or a certificate is renewed by hand.");
        var begun = Begin(credential, RotationWay.Connector, by, now);
        if (begun.Succeeded)
            (begun.Value.TargetId, begun.Value.Account, begun.Value.NewAccount, begun.Value.OverlapHours, begun.Value.DueAt) = (course.Target, account.Value, course.Partner, course.OverlapHours, now);
        return begun;
    }

    /// <summary>Takes the next step for one instance; false when another has it, it is over, or it is too soon.</summary>
    public bool Take(DateTimeOffset now)
    {
        if (Way != RotationWay.Connector || !(IsOpen || IsWithdrawing) || ClaimedUntil > now || DueAt > now)
            return false;
        (ClaimedUntil, Version) = (now + Execution.Claim, Version + 1);
        return true;
    }

    /// <summary>Written down before anything is sent: what a later try finds there may be what an earlier one did.</summary>
    public void Touch() => (Touched, Version) = (true, Version + 1);

    /// <summary>The vault has the new one under this name.</summary>
    public void Kept(string version, bool replacedRefused) => (VaultVersion, ReplacedRefused, Version) = (Text.Shortened(version, Text.Name), replacedRefused, Version + 1);

    /// <summary>One try did not work; it is tried again, slower once somebody was told.</summary>
    /// <returns>True when somebody must be told now.</returns>
    public bool TryFailed(RotationStep step, string sentence, bool retryable, DateTimeOffset now)
    {
        var why = Text.Shortened(sentence, Text.Reason) ?? "It did not work.";
        Note(step, new(null, why), false, now);
        var told = Wait(why, retryable, now);
        if (told)
            State = RotationState.Failed;
        return told;
    }

    private bool Wait(string why, bool retryable, DateTimeOffset now)
    {
        (ClaimedUntil, Tries, Trouble) = (default, Tries + 1, why);
        var told = StuckSince is null && (!retryable || Tries >= Execution.PatientTries);
        if (told)
            StuckSince = now;
        DueAt = now + Retrying.Wait(Tries, StuckSince is not null);
        return told;
    }

    /// <summary>The next step is free, and due: at once, or after both have lived side by side for long enough.</summary>
    private void Moved(RotationStep step, DateTimeOffset now)
    {
        if (Way != RotationWay.Connector)
            return;
        (Tries, Trouble, StuckSince) = (0, null, null);
        if (step == RotationStep.NewVerified)
            SwitchAt = now.AddHours(OverlapHours);
        // Whoever made the secret still has it in hand, and signs in with it next.
        ClaimedUntil = step == RotationStep.Staged ? now + Execution.Claim : default;
        DueAt = step == RotationStep.NewVerified ? SwitchAt : now;
    }
}
