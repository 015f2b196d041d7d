using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.Sqlite.Migrations
{
    /// <inheritdoc />
    internal partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Login = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    PasswordHash = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    DisplayName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    SecurityStamp = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SuspendedUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RemovedUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ChangedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AvatarId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Profile_AboutMe = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Profile_Availability = table.Column<int>(type: "INTEGER", nullable: false),
                    Profile_CultureName = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Profile_DateOfBirth = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Profile_Email = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Profile_FirstName = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Profile_Gender = table.Column<int>(type: "INTEGER", nullable: true),
                    Profile_LanguageCode = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Profile_LastKnownCountryCode = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    Profile_LastName = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Profile_LastOnlineUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Profile_MobileNumber = table.Column<string>(type: "TEXT", maxLength: 21, nullable: false),
                    Profile_Mood = table.Column<int>(type: "INTEGER", nullable: false),
                    Profile_NetworkOperatorCode = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Profile_RegisteredCountryCode = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    Profile_RelationshipStatus = table.Column<int>(type: "INTEGER", nullable: false),
                    Profile_StateChangedUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Profile_StatusMessage = table.Column<string>(type: "TEXT", maxLength: 250, nullable: false),
                    Profile_Title = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Profile_WhereAmI = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.UserId);
                });

            migrationBuilder.CreateTable(
                name: "AppScopes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ConcurrencyToken = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Description = table.Column<string>(type: "TEXT", nullable: true),
                    Descriptions = table.Column<string>(type: "TEXT", nullable: true),
                    DisplayName = table.Column<string>(type: "TEXT", nullable: true),
                    DisplayNames = table.Column<string>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Properties = table.Column<string>(type: "TEXT", nullable: true),
                    Resources = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AppScopes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Apps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ServiceName = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Profile = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Owner = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    PreviousClientSecret = table.Column<string>(type: "TEXT", nullable: true),
                    PreviousSecretEndsUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RemovedUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApplicationType = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ClientSecret = table.Column<string>(type: "TEXT", nullable: true),
                    ClientType = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    ConcurrencyToken = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    ConsentType = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    DisplayName = table.Column<string>(type: "TEXT", nullable: true),
                    DisplayNames = table.Column<string>(type: "TEXT", nullable: true),
                    JsonWebKeySet = table.Column<string>(type: "TEXT", nullable: true),
                    Permissions = table.Column<string>(type: "TEXT", nullable: true),
                    PostLogoutRedirectUris = table.Column<string>(type: "TEXT", nullable: true),
                    Properties = table.Column<string>(type: "TEXT", nullable: true),
                    RedirectUris = table.Column<string>(type: "TEXT", nullable: true),
                    Requirements = table.Column<string>(type: "TEXT", nullable: true),
                    Settings = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Apps", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Contacts",
                columns: table => new
                {
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    PeerId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    Subscription = table.Column<int>(type: "INTEGER", nullable: false),
                    Blocked = table.Column<bool>(type: "INTEGER", nullable: false),
                    Group = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Contacts", x => new { x.OwnerId, x.PeerId });
                });

            migrationBuilder.CreateTable(
                name: "DatabaseMark",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    IsDevelopment = table.Column<bool>(type: "INTEGER", nullable: false),
                    DatabaseId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DatabaseMark", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DeliveryCounter",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    LastChange = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryCounter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DeliveryFailures",
                columns: table => new
                {
                    MessagePosition = table.Column<long>(type: "INTEGER", nullable: false),
                    RecipientId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    SenderId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Reason = table.Column<int>(type: "INTEGER", nullable: false),
                    ChangedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Change = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryFailures", x => new { x.MessagePosition, x.RecipientId });
                });

            migrationBuilder.CreateTable(
                name: "DispatchRanges",
                columns: table => new
                {
                    Lane = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstPosition = table.Column<long>(type: "INTEGER", nullable: false),
                    LastPosition = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstCursor = table.Column<long>(type: "INTEGER", nullable: false),
                    LastCursor = table.Column<long>(type: "INTEGER", nullable: false),
                    NextExpiryUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DispatchRanges", x => new { x.Lane, x.FirstPosition });
                });

            migrationBuilder.CreateTable(
                name: "FileOffers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileId = table.Column<Guid>(type: "TEXT", nullable: true),
                    SenderId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SenderIsApp = table.Column<bool>(type: "INTEGER", nullable: false),
                    ReceiverId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    MediaType = table.Column<string>(type: "TEXT", maxLength: 127, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    AutoOpen = table.Column<bool>(type: "INTEGER", nullable: false),
                    PreventShare = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ExpiresUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AnsweredUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReceivedFileId = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FileOffers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GalleryFolders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    NormalizedName = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GalleryFolders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GalleryUsages",
                columns: table => new
                {
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    Files = table.Column<int>(type: "INTEGER", nullable: false),
                    Folders = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GalleryUsages", x => x.OwnerId);
                });

            migrationBuilder.CreateTable(
                name: "IdempotencyRecords",
                columns: table => new
                {
                    Scope = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    BodyHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", nullable: false),
                    MessageId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExpiresUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotencyRecords", x => new { x.Scope, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "InboxEntries",
                columns: table => new
                {
                    Cursor = table.Column<long>(type: "INTEGER", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    PeerId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Incoming = table.Column<bool>(type: "INTEGER", nullable: false),
                    MessagePosition = table.Column<long>(type: "INTEGER", nullable: false),
                    PeerCursor = table.Column<long>(type: "INTEGER", nullable: true),
                    ExpiresUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DeliveredUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReadUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Change = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false, computedColumnSql: "CASE WHEN NOT \"Incoming\" THEN 2 WHEN \"DeliveredUtc\" IS NULL THEN 0 WHEN \"ReadUtc\" IS NULL THEN 1 ELSE 2 END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InboxEntries", x => x.Cursor);
                });

            migrationBuilder.CreateTable(
                name: "KnownAddresses",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Network = table.Column<string>(type: "TEXT", maxLength: 45, nullable: false),
                    LastUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KnownAddresses", x => new { x.UserId, x.Network });
                });

            migrationBuilder.CreateTable(
                name: "Messages",
                columns: table => new
                {
                    Position = table.Column<long>(type: "INTEGER", nullable: false),
                    Lane = table.Column<int>(type: "INTEGER", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    SenderId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SenderIsApp = table.Column<bool>(type: "INTEGER", nullable: false),
                    Recipients = table.Column<string>(type: "TEXT", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    ContainsMarkup = table.Column<bool>(type: "INTEGER", nullable: false),
                    Links = table.Column<string>(type: "TEXT", nullable: true),
                    Spool = table.Column<bool>(type: "INTEGER", nullable: false),
                    AcceptedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ExpiresUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Messages", x => x.Position);
                });

            migrationBuilder.CreateTable(
                name: "Pictures",
                columns: table => new
                {
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    PictureId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    MediaType = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Length = table.Column<long>(type: "INTEGER", nullable: false),
                    LargeKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    LargeMediaType = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    LargeLength = table.Column<long>(type: "INTEGER", nullable: true),
                    ChangedUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Pictures", x => new { x.OwnerId, x.Kind });
                });

            migrationBuilder.CreateTable(
                name: "Recommendations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ServiceName = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    FromUserId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    ToUserId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    CallbackUrl = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AcceptedUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Callback = table.Column<int>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAttemptUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Recommendations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReservedNames",
                columns: table => new
                {
                    NormalizedName = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReservedNames", x => x.NormalizedName);
                });

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    UserId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    SecurityStamp = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Browser = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 45, nullable: false),
                    StartedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UsedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndsUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Thumbnails",
                columns: table => new
                {
                    SourceKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Thumbnails", x => new { x.SourceKey, x.Size });
                });

            migrationBuilder.CreateTable(
                name: "AppAuthorizations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ConcurrencyToken = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    CreationDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Properties = table.Column<string>(type: "TEXT", nullable: true),
                    Scopes = table.Column<string>(type: "TEXT", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AppAuthorizations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AppAuthorizations_Apps_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "Apps",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "GalleryFiles",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    FolderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    MediaType = table.Column<string>(type: "TEXT", maxLength: 127, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PreventShare = table.Column<bool>(type: "INTEGER", nullable: false),
                    UploadedByClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GalleryFiles", x => x.Id);
                    table.ForeignKey(
                        name: "FK_GalleryFiles_GalleryFolders_FolderId",
                        column: x => x.FolderId,
                        principalTable: "GalleryFolders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AppTokens",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    AuthorizationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ConcurrencyToken = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    CreationDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ExpirationDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Payload = table.Column<string>(type: "TEXT", nullable: true),
                    Properties = table.Column<string>(type: "TEXT", nullable: true),
                    RedemptionDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReferenceId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Type = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AppTokens", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AppTokens_AppAuthorizations_AuthorizationId",
                        column: x => x.AuthorizationId,
                        principalTable: "AppAuthorizations",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_AppTokens_Apps_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "Apps",
                        principalColumn: "Id");
                });

            migrationBuilder.InsertData(
                table: "DeliveryCounter",
                columns: new[] { "Id", "LastChange" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_ChangedUtc",
                table: "Accounts",
                column: "ChangedUtc");

            migrationBuilder.CreateIndex(
                name: "IX_AppAuthorizations_ApplicationId_Status_Subject_Type",
                table: "AppAuthorizations",
                columns: new[] { "ApplicationId", "Status", "Subject", "Type" });

            migrationBuilder.CreateIndex(
                name: "IX_AppScopes_Name",
                table: "AppScopes",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AppTokens_ApplicationId_Status_Subject_Type",
                table: "AppTokens",
                columns: new[] { "ApplicationId", "Status", "Subject", "Type" });

            migrationBuilder.CreateIndex(
                name: "IX_AppTokens_AuthorizationId",
                table: "AppTokens",
                column: "AuthorizationId");

            migrationBuilder.CreateIndex(
                name: "IX_AppTokens_ReferenceId",
                table: "AppTokens",
                column: "ReferenceId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AppTokens_Status_Type_ExpirationDate",
                table: "AppTokens",
                columns: new[] { "Status", "Type", "ExpirationDate" });

            migrationBuilder.CreateIndex(
                name: "IX_Apps_ClientId",
                table: "Apps",
                column: "ClientId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Apps_ServiceName",
                table: "Apps",
                column: "ServiceName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_OwnerId_Type_Subscription_Blocked_PeerId",
                table: "Contacts",
                columns: new[] { "OwnerId", "Type", "Subscription", "Blocked", "PeerId" });

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_PeerId_OwnerId",
                table: "Contacts",
                columns: new[] { "PeerId", "OwnerId" });

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryFailures_SenderId_Change",
                table: "DeliveryFailures",
                columns: new[] { "SenderId", "Change" });

            migrationBuilder.CreateIndex(
                name: "IX_DispatchRanges_NextExpiryUtc",
                table: "DispatchRanges",
                column: "NextExpiryUtc",
                filter: "\"NextExpiryUtc\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_FileId",
                table: "FileOffers",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_Key",
                table: "FileOffers",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_ReceivedFileId",
                table: "FileOffers",
                column: "ReceivedFileId");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_ReceiverId_Id",
                table: "FileOffers",
                columns: new[] { "ReceiverId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_SenderId_Id",
                table: "FileOffers",
                columns: new[] { "SenderId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_State_ExpiresUtc",
                table: "FileOffers",
                columns: new[] { "State", "ExpiresUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_GalleryFiles_FolderId_Id",
                table: "GalleryFiles",
                columns: new[] { "FolderId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_GalleryFiles_Key",
                table: "GalleryFiles",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_GalleryFiles_OwnerId",
                table: "GalleryFiles",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_GalleryFolders_OwnerId_NormalizedName",
                table: "GalleryFolders",
                columns: new[] { "OwnerId", "NormalizedName" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IdempotencyRecords_ExpiresUtc",
                table: "IdempotencyRecords",
                column: "ExpiresUtc");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_OwnerId_PeerId_Cursor",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"State\" <> 0");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_PeerId_Change",
                table: "InboxEntries",
                columns: new[] { "PeerId", "Change" },
                filter: "\"Change\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_State_OwnerId_Cursor_PeerId",
                table: "InboxEntries",
                columns: new[] { "State", "OwnerId", "Cursor", "PeerId" });

            migrationBuilder.CreateIndex(
                name: "IX_KnownAddresses_LastUtc",
                table: "KnownAddresses",
                column: "LastUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_Id",
                table: "Messages",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Pictures_Key",
                table: "Pictures",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_Pictures_LargeKey",
                table: "Pictures",
                column: "LargeKey");

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_NextAttemptUtc",
                table: "Recommendations",
                column: "NextAttemptUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_ToUserId_ServiceName_AcceptedUtc",
                table: "Recommendations",
                columns: new[] { "ToUserId", "ServiceName", "AcceptedUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_ReservedNames_OwnerId",
                table: "ReservedNames",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_EndsUtc",
                table: "Sessions",
                column: "EndsUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_Hash",
                table: "Sessions",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_UserId",
                table: "Sessions",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_Thumbnails_Key",
                table: "Thumbnails",
                column: "Key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "AppScopes");

            migrationBuilder.DropTable(
                name: "AppTokens");

            migrationBuilder.DropTable(
                name: "Contacts");

            migrationBuilder.DropTable(
                name: "DatabaseMark");

            migrationBuilder.DropTable(
                name: "DeliveryCounter");

            migrationBuilder.DropTable(
                name: "DeliveryFailures");

            migrationBuilder.DropTable(
                name: "DispatchRanges");

            migrationBuilder.DropTable(
                name: "FileOffers");

            migrationBuilder.DropTable(
                name: "GalleryFiles");

            migrationBuilder.DropTable(
                name: "GalleryUsages");

            migrationBuilder.DropTable(
                name: "IdempotencyRecords");

            migrationBuilder.DropTable(
                name: "InboxEntries");

            migrationBuilder.DropTable(
                name: "KnownAddresses");

            migrationBuilder.DropTable(
                name: "Messages");

            migrationBuilder.DropTable(
                name: "Pictures");

            migrationBuilder.DropTable(
                name: "Recommendations");

            migrationBuilder.DropTable(
                name: "ReservedNames");

            migrationBuilder.DropTable(
                name: "Sessions");

            migrationBuilder.DropTable(
                name: "Thumbnails");

            migrationBuilder.DropTable(
                name: "AppAuthorizations");

            migrationBuilder.DropTable(
                name: "GalleryFolders");

            migrationBuilder.DropTable(
                name: "Apps");
        }
    }
}
