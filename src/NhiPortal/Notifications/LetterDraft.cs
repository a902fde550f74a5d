using NhiPortal.Domain.Reminders;

namespace NhiPortal.Notifications;

/// <summary>One thing a letter tells of, and the path of the screen where it is done.</summary>
public sealed record LetterLine(ReminderKind Kind, string Title, string Detail, string Path, DateTimeOffset? Due);

/// <summary>Everything a letter is made of. More counts what is left out of its lines; it stands in the portal.</summary>
public sealed record LetterDraft(Guid Id, LetterKind Kind, string Name, string Address, TimeZoneInfo Zone, IReadOnlyList<LetterLine> Lines, int More, DateTimeOffset Now);
