using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>A reminder that somebody should have now.</summary>
internal sealed record NoticeDraft(PersonId Person, Rung Rung, NoticeAbout About, NoticeText Text);
