namespace NhiPortal.Domain.Reminders;

/// <summary>
/// A role somebody signed in with, and when. It says whom reminders for a role go to; what a person may do follows from
/// their session alone.
/// </summary>
public sealed class SeenRole
{
    /// <summary>Who has not signed in with a role for this long is not thought to hold it.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private SeenRole() { }

    public PersonId PersonId { get; private set; }
    public Role Role { get; private set; }
    public DateTimeOffset SeenAt { get; private set; }

    public static SeenRole Of(PersonId person, Role role, DateTimeOffset now) => new() { PersonId = person, Role = role, SeenAt = now };

    public void Again(DateTimeOffset now) => SeenAt = now;
}
