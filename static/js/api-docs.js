// Begins Swagger UI on /api/docs/. A change asked for by the page of somebody who is signed in carries the CSRF token.
"use strict";

const place = document.getElementById("swagger-ui");
window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  validatorUrl: null, // would ask another host
  requestInterceptor: (request) => {
    if (request.method && request.method !== "GET") request.headers[place.dataset.csrfHeader] = place.dataset.csrf;
    return request;
  },
});
