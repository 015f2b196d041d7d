using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AvatarId",
                table: "Accounts",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ChangedUtc",
                table: "Accounts",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.Sql("""UPDATE "Accounts" SET "ChangedUtc" = "CreatedUtc";""");

            migrationBuilder.AddColumn<string>(
                name: "Profile_AboutMe",
                table: "Accounts",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Profile_Availability",
                table: "Accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "Profile_CultureName",
                table: "Accounts",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "Profile_DateOfBirth",
                table: "Accounts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile_Email",
                table: "Accounts",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_FirstName",
                table: "Accounts",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Profile_Gender",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile_LanguageCode",
                table: "Accounts",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_LastKnownCountryCode",
                table: "Accounts",
                type: "TEXT",
                maxLength: 2,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_LastName",
                table: "Accounts",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "Profile_LastOnlineUtc",
                table: "Accounts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile_MobileNumber",
                table: "Accounts",
                type: "TEXT",
                maxLength: 21,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Profile_Mood",
                table: "Accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Profile_NetworkOperatorCode",
                table: "Accounts",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_RegisteredCountryCode",
                table: "Accounts",
                type: "TEXT",
                maxLength: 2,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Profile_RelationshipStatus",
                table: "Accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "Profile_StateChangedUtc",
                table: "Accounts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile_StatusMessage",
                table: "Accounts",
                type: "TEXT",
                maxLength: 250,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_Title",
                table: "Accounts",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_WhereAmI",
                table: "Accounts",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

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

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_OwnerId_Type_Subscription_Blocked_PeerId",
                table: "Contacts",
                columns: new[] { "OwnerId", "Type", "Subscription", "Blocked", "PeerId" });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_ChangedUtc",
                table: "Accounts",
                column: "ChangedUtc");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Pictures");

            migrationBuilder.DropTable(
                name: "Recommendations");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_OwnerId_Type_Subscription_Blocked_PeerId",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Accounts_ChangedUtc",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "AvatarId",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "ChangedUtc",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_AboutMe",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Availability",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_CultureName",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_DateOfBirth",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Email",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_FirstName",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Gender",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_LanguageCode",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_LastKnownCountryCode",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_LastName",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_LastOnlineUtc",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_MobileNumber",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Mood",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_NetworkOperatorCode",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_RegisteredCountryCode",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_RelationshipStatus",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_StateChangedUtc",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_StatusMessage",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Title",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_WhereAmI",
                table: "Accounts");
        }
    }
}
